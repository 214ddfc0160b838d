/** The figures of a report, in the order of the page; one without rows is left out. */
import type { ReportData } from "../data.ts";
import { adversarialGrid } from "./adversarial_grid.ts";
import { errorAgainstEpsilon } from "./error_against_epsilon.ts";
import type { Figure } from "./figure.ts";
import { linearGrowth } from "./linear_growth.ts";
import { logisticWeights } from "./logistic_weights.ts";
import { paperPoints } from "./paper_points.ts";
import { distinct } from "./rows.ts";

export type { Figure, Table } from "./figure.ts";

/** The names of all figures that there can be: those of a former report that are not drawn now are stale. */
export const FIGURE_NAMES = [
  "error_against_epsilon",
  "adversarial_grid",
  "logistic_weights",
  "linear_growth",
] as const;

/** The figures that the data allow. */
export function figuresOf(data: Pick<ReportData, "tables" | "claims">): readonly Figure[] {
  const rows = (name: typeof FIGURE_NAMES[number]) => data.tables[name] ?? [];
  const curves = rows("error_against_epsilon");
  const paper = paperPoints(data.claims, distinct(curves.map((row) => String(row["model"]))));
  return [
    errorAgainstEpsilon(curves, paper),
    adversarialGrid(rows("adversarial_grid")),
    logisticWeights(rows("logistic_weights")),
    linearGrowth(rows("linear_growth")),
  ].filter((figure) => figure !== null);
}
