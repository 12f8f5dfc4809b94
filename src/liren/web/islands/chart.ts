// The chart of a table (components/chart.html).
for (const figure of document.querySelectorAll<HTMLElement>("[data-chart]")) figure.dataset.waits = "";
export {};
