// The map beside a list (components/map.html). The library is fetched only when a map comes near the screen.
for (const figure of document.querySelectorAll<HTMLElement>("[data-map]")) figure.dataset.waits = "";
export {};
