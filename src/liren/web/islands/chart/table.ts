// The figures of a chart are those of the table in the page; there is no second copy that could differ.
export interface Series {
  name: string;
  points: (number | null)[];
}

export interface Table {
  names: string[];
  series: Series[];
}

/** One row a point: th its name, td the figures; `data-n` is the number where the cell says more. No number is a gap. */
export function read(table: HTMLTableElement): Table {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])].slice(1).map(text);
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const cells = rows.map((row) => [...row.cells].filter((cell) => cell.tagName === "TD").map(number));
  const width = Math.max(0, ...cells.map((row) => row.length));
  return {
    names: rows.map((row) => text(row.querySelector("th"))),
    series: Array.from({ length: width }, (_, at) => ({ name: heads[at] ?? "", points: cells.map((row) => row[at] ?? null) })),
  };
}

const text = (cell: Element | null): string => cell?.textContent?.trim() ?? "";

function number(cell: HTMLTableCellElement): number | null {
  const said = cell.dataset.n ?? text(cell).replaceAll(",", "").replace("−", "-");
  const found = Number(said);
  return said === "" || Number.isNaN(found) ? null : found;
}
