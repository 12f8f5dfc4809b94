// Shows what only a script can do (the map), and puts the phone's own position into the form, only when asked to. With data-here="submit" the form goes off at once.
document.querySelectorAll("[data-with-script]").forEach((part) => { part.hidden = false; });

const corner = document.querySelector("[data-here]");
if (corner && navigator.geolocation) {
  const said = corner.querySelector("[data-said]");
  const form = corner.closest("form");
  corner.hidden = false;
  corner.querySelector("[data-locate]").addEventListener("click", () => {
    said.textContent = said.dataset.wait;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lon.value = coords.longitude.toFixed(6);
        form.elements.lat.value = coords.latitude.toFixed(6);
        said.textContent = said.dataset.done.replace("{}", Math.round(coords.accuracy));
        form.dispatchEvent(new CustomEvent("liren:located"));
        if (corner.dataset.here === "submit") form.requestSubmit();
      },
      () => { said.textContent = said.dataset.fail; },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
