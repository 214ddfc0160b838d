/** The report as files in memory: path inside its folder to text. Nothing is read, nothing is written. */
import { stringify } from "@std/csv";
import { claimsCsv } from "./formats/claims_csv.ts";
import type { ReportData } from "./data.ts";
import { drawFigures, isDrawn, undrawnText } from "./vega/draw.ts";
import { figuresOf, type Table } from "./figures/mod.ts";
import { reportHtml } from "./formats/html.ts";
import { reportMarkdown } from "./formats/markdown.ts";
import { standaloneSvg } from "./vega/svg.ts";

/** A report before it is written. */
export interface Report {
  /** Path inside the report's folder to text, `report.html` last. */
  readonly files: ReadonlyMap<string, string>;
  /** A line for each figure that could not be drawn. */
  readonly undrawn: readonly string[];
}

/**
 * All files of a report. All but `environment.json` and the Environment section of `report.html`
 * are functions of the runs alone: the same bytes on every machine.
 */
export async function buildReport(data: ReportData): Promise<Report> {
  const figures = await drawFigures(figuresOf(data));
  const files = new Map<string, string>();
  for (const figure of figures.filter(isDrawn)) {
    files.set(`figures/${figure.name}.vl.json`, JSON.stringify(figure.wide, null, 1) + "\n");
    files.set(`figures/${figure.name}.svg`, standaloneSvg(figure.drawn.wide.svg, figure.description));
    files.set(`figures/${figure.name}.csv`, tableCsv(figure.csv));
  }
  files.set("claims.csv", claimsCsv(data));
  files.set("report.md", reportMarkdown(data, figures));
  files.set("environment.json", environmentJson(data));
  files.set("report.html", await reportHtml(data, figures));
  const undrawn = figures.flatMap((figure) => isDrawn(figure) ? [] : undrawnText(figure));
  return { files, undrawn };
}

function tableCsv({ columns, rows }: Table): string {
  return stringify([columns, ...rows], { headers: false });
}

function environmentJson(data: ReportData): string {
  return JSON.stringify({ ...data.environment, threads: data.engine.threads }, null, 2) + "\n";
}
