// One teal line or plain bars (looks/README.md "Charts"): the last point marked, a dashed grey target, nothing that moves.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent, TooltipComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { read, type Series, type Table } from "./table";

use([BarChart, LineChart, GridComponent, TooltipComponent, SVGRenderer]);
const token = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
const FAINT = ["act", "map-edge", "line-2"];

/** Draw the chart of one figure from its table, and again when its width or the table changes. */
export function draw(figure: HTMLElement): void {
  const view = figure.querySelector<HTMLElement>("[data-view]");
  const table = figure.querySelector("table");
  if (!view || !table) return;
  view.hidden = false;
  const chart = init(view, null, { renderer: "svg" });
  const show = (): void => chart.setOption(option(figure, read(table)), true);
  show();
  new ResizeObserver(() => chart.resize()).observe(view);
  new MutationObserver(show).observe(table, { childList: true, subtree: true, characterData: true });
  figure.dataset.drawn = "";
}

function option(figure: HTMLElement, { names, series }: Table): EChartsCoreOption {
  const { chart: kind, unit = "", target, targetSaid = "" } = figure.dataset;
  const goal = target ? [line({ name: targetSaid, points: names.map(() => Number(target)) })] : [];
  const drawn = series.map((one, at) => (kind === "bar" ? bars(one, at) : teal(one, at)));
  return {
    animation: false,
    textStyle: { fontFamily: token("sans"), fontSize: 14, color: token("ink-3") },
    grid: { left: 8, right: 20, top: 16, bottom: 4, containLabel: true },
    xAxis: {
      type: "category", data: names, boundaryGap: kind === "bar", axisTick: { show: false },
      axisLine: { lineStyle: { color: token("line-2") } }, axisLabel: { color: token("ink-3"), hideOverlap: true, fontSize: 14 },
    },
    yAxis: {
      type: "value", scale: kind !== "bar", splitLine: { lineStyle: { color: token("line") } }, axisLabel: { color: token("ink-3"), fontSize: 14 },
    },
    tooltip: {
      trigger: "axis", renderMode: "richText", confine: true, transitionDuration: 0, valueFormatter: (one: unknown) => (one === null ? "—" : `${String(one)} ${unit}`),
      axisPointer: { type: "line", lineStyle: { color: token("edge") } }, textStyle: { color: token("ink"), fontSize: 14 }, borderColor: token("edge"), backgroundColor: token("sheet"),
    },
    series: [...goal, ...drawn],
  };
}

function teal({ name, points }: Series, at: number): object {
  const last = points.findLastIndex((one) => one !== null);
  const colour = token(FAINT[at] ?? "line-2");
  return {
    type: "line", name, silent: false, symbol: "circle", symbolSize: (_: unknown, { dataIndex }: { dataIndex: number }) => (dataIndex === last && at === 0 ? 8 : 0),
    showAllSymbol: true, data: points, lineStyle: { width: 2.25, color: colour }, itemStyle: { color: colour }, emphasis: { disabled: true },
  };
}

function bars({ name, points }: Series, at: number): object {
  return { type: "bar", name, data: points, barMaxWidth: 28, itemStyle: { color: token(FAINT[at] ?? "line-2") }, emphasis: { disabled: true } };
}

function line({ name, points }: Series): object {
  return {
    type: "line", name, data: points, silent: true, symbol: "none", lineStyle: { width: 1.25, color: token("ink-3"), type: [4, 4] }, itemStyle: { color: token("ink-3") }, emphasis: { disabled: true },
  };
}
