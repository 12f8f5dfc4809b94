// The map beside a list (components/map.html). The library is fetched when a map comes near the screen, after the list.
const near = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      void draw(target as HTMLElement);
    }
  },
  { rootMargin: "200px" },
);

async function draw(figure: HTMLElement): Promise<void> {
  const says = figure.querySelector<HTMLElement>("[data-map-says]");
  try {
    const { show } = await import("./map/show");
    await show(figure);
  } catch (trouble) {
    if (says) says.textContent = (trouble instanceof DOMException ? says.dataset.lost : says.dataset.broken) ?? "";
    const view = figure.querySelector<HTMLElement>("[data-view]");
    if (view) view.hidden = true;
  }
}

for (const figure of document.querySelectorAll("[data-map]")) near.observe(figure);
export {};
