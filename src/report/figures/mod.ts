/** The figures of a report, in the order of the page; one without rows is left out. */
import type { ReportData } from "../data.ts";
import { adversarialGrid } from "./adversarial_grid.ts";
import { adversarialPenalty } from "./adversarial_penalty.ts";
import type { FigureContext } from "./context.ts";
import { confidenceHistogram } from "./confidence_histogram.ts";
import { confusion } from "./confusion.ts";
import { deepRbfCosts } from "./deep_rbf_costs.ts";
import { differentiableAdversaries } from "./differentiable_adversaries.ts";
import { eightBits } from "./eight_bits.ts";
import { ensembleErrors } from "./ensemble.ts";
import { errorAgainstCosine } from "./error_against_cosine.ts";
import { errorAgainstEpsilon } from "./error_against_epsilon.ts";
import { fgsmLine } from "./fgsm_line.ts";
import { fgsmLineRight } from "./fgsm_line_right.ts";
import type { Figure } from "../charts/figure.ts";
import { firstLayerFilters } from "./first_layer_filters.ts";
import { firstOrder } from "./first_order.ts";
import { foolingImages } from "./fooling_images.ts";
import { foolingSuccess } from "./fooling_success.ts";
import { gradientReadings } from "./gradient_readings.ts";
import { lbfgsAttack } from "./lbfgs_attack.ts";
import { linearGrowth } from "./linear_growth.ts";
import { localLinearity } from "./local_linearity.ts";
import { logisticWeights } from "./logistic_weights.ts";
import { rbfTrajectory } from "./rbf_trajectory.ts";
import { tableRows } from "../charts/rows.ts";
import type { TableName, TableRow } from "../../tables/mod.ts";
import { rubbishClasses } from "./rubbish_classes.ts";
import { seedDistributions } from "./seed_distributions.ts";
import { trainingCurves } from "./training_curves.ts";
import { disjointHalves, transfer } from "./transfer.ts";
import { hiddenPerturbations, rubbishTraining, sigmoidTop } from "./variant_errors.ts";
import { weightDecay } from "./weight_decay.ts";

export type { Figure, Size, Table } from "../charts/figure.ts";

type Draw<N extends TableName> = (rows: readonly TableRow<N>[], context: FigureContext) => Figure | null;

/** The figure of each table, by the name of both and of its files, in the order of the page. */
const FIGURES: { readonly [N in TableName]: Draw<N> } = {
  error_against_epsilon: errorAgainstEpsilon,
  adversarial_grid: adversarialGrid,
  logistic_weights: logisticWeights,
  confidence_histogram: confidenceHistogram,
  confusion,
  lbfgs_attack: lbfgsAttack,
  gradient_readings: gradientReadings,
  first_order: firstOrder,
  local_linearity: localLinearity,
  training_curves: trainingCurves,
  first_layer_filters: firstLayerFilters,
  transfer,
  differentiable_adversaries: differentiableAdversaries,
  hidden_perturbations: hiddenPerturbations,
  disjoint_halves: disjointHalves,
  rbf_trajectory: rbfTrajectory,
  deep_rbf_costs: deepRbfCosts,
  fgsm_line: fgsmLine,
  fgsm_line_right: fgsmLineRight,
  error_against_cosine: errorAgainstCosine,
  linear_growth: linearGrowth,
  eight_bits: eightBits,
  adversarial_penalty: adversarialPenalty,
  weight_decay: weightDecay,
  ensemble: ensembleErrors,
  rubbish_classes: rubbishClasses,
  sigmoid_top: sigmoidTop,
  rubbish_training: rubbishTraining,
  fooling_success: foolingSuccess,
  fooling_images: foolingImages,
};

/** The figure that is drawn from the claims and not from a table. */
const OF_CLAIMS = "seed_distributions";

/** The names of all figures that there can be: those of a former report that are not drawn now are stale. */
export const FIGURE_NAMES: readonly string[] = [...Object.keys(FIGURES), OF_CLAIMS];

/** A figure that its rows do not allow, and why. */
export interface Undrawn {
  readonly name: string;
  /** A sentence's end: "error is NaN, expected a finite number". */
  readonly reason: string;
}

/** The figures that the data allow; where one fails, the reason stands in its place and the others are not touched. */
export function figuresOf(
  data: FigureContext & Pick<ReportData, "tables" | "otherData">,
): readonly (Figure | Undrawn)[] {
  const names = Object.keys(FIGURES) as readonly TableName[];
  return [
    ...names.flatMap((name) =>
      attempted(name, () => fromTable(name, data.tables[name] ?? [], contextOf(name, data)))
    ),
    ...attempted(OF_CLAIMS, () => seedDistributions(data.claims)),
  ];
}

/** What the figure of a table may look at: the data set is the one that the table was measured on. */
function contextOf(name: TableName, data: FigureContext & Pick<ReportData, "otherData">): FigureContext {
  const other = data.otherData.find(({ tables }) => tables.includes(name));
  return other === undefined ? data : { ...data, data: other };
}

/** The figure of a table; null where the table has no rows. */
function fromTable<N extends TableName>(
  name: N,
  rows: ReportData["tables"][string],
  context: FigureContext,
): Figure | null {
  return rows.length === 0 ? null : FIGURES[name](tableRows(name, rows), context);
}

function attempted(name: string, draw: () => Figure | null): readonly (Figure | Undrawn)[] {
  try {
    const figure = draw();
    return figure === null ? [] : [figure];
  } catch (error) {
    return [undrawn(name, error)];
  }
}

/** What is left of a figure that could not be drawn. */
export function undrawn(name: string, error: unknown): Undrawn {
  const message = error instanceof Error ? error.message : String(error);
  return { name, reason: message.replace(/^Cannot (?:draw|render) the (?:figure|image): /, "") };
}
