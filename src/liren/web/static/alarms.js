// The strip of alarms over the desk: what waits for a person's word comes in by itself, whatever else is on the page.
// It is asked for anew when something is heard of a case, and once when the page comes back into sight.
for (const strip of document.querySelectorAll("[data-alarms]")) {
  let latest = 0;
  const ask = async () => {
    const mine = ++latest;
    const answer = await fetch(strip.dataset.alarms, { headers: { Accept: "text/html" } }).catch(() => null);
    if (mine !== latest || !answer?.ok || answer.redirected) return;
    const text = await answer.text();
    if (text.trim() !== strip.innerHTML.trim()) strip.innerHTML = text;
  };
  strip.addEventListener("liren:live", ask);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
}
