/** The figures of a report, in the order of the page; one without rows is left out. */
import type { ReportData } from "../data.ts";
import { adversarialGrid } from "./adversarial_grid.ts";
import { adversarialPenalty } from "./adversarial_penalty.ts";
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
import { lbfgsAttack } from "./lbfgs_attack.ts";
import { linearGrowth } from "./linear_growth.ts";
import { localLinearity } from "./local_linearity.ts";
import { logisticWeights } from "./logistic_weights.ts";
import { paperPoints } from "../charts/paper_points.ts";
import { rbfTrajectory } from "./rbf_trajectory.ts";
import { distinct, type Row } from "../charts/rows.ts";
import { rubbishClasses } from "./rubbish_classes.ts";
import { seedDistributions } from "./seed_distributions.ts";
import { trainingCurves } from "./training_curves.ts";
import { disjointHalves, transfer } from "./transfer.ts";
import { hiddenPerturbations, rubbishTraining, sigmoidTop } from "./variant_errors.ts";
import { weightDecay } from "./weight_decay.ts";

export type { Figure, Size, Table } from "../charts/figure.ts";

type Claims = ReportData["claims"];

function epsilonCurves(rows: readonly Row[], claims: Claims): Figure | null {
  return errorAgainstEpsilon(
    rows,
    paperPoints(claims, distinct(rows.map((row) => String(row["model"])))),
  );
}

/** Each figure by the name of its table and files, in the order of the page. */
const FIGURES: Readonly<Record<string, (rows: readonly Row[], claims: Claims) => Figure | null>> = {
  error_against_epsilon: epsilonCurves,
  adversarial_grid: adversarialGrid,
  logistic_weights: logisticWeights,
  confidence_histogram: confidenceHistogram,
  confusion,
  lbfgs_attack: lbfgsAttack,
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
  seed_distributions: (_rows, claims) => seedDistributions(claims),
};

/** The names of all figures that there can be: those of a former report that are not drawn now are stale. */
export const FIGURE_NAMES: readonly string[] = Object.keys(FIGURES);

/** The figures that the data allow. */
export function figuresOf(data: Pick<ReportData, "tables" | "claims">): readonly Figure[] {
  return Object.entries(FIGURES)
    .map(([name, draw]) => draw(data.tables[name] ?? [], data.claims))
    .filter((figure) => figure !== null);
}
