// The chart of a table (components/chart.html). ECharts is fetched when a chart comes near the screen, after the table.
const near = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      void import("./chart/draw").then(({ draw }) => draw(target as HTMLElement));
    }
  },
  { rootMargin: "200px" },
);
for (const figure of document.querySelectorAll("[data-chart]")) near.observe(figure);
export {};
