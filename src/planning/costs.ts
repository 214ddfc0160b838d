/**
 * Estimates of a run's time, for the order of runs and the time left: seconds of one core. What was measured on one
 * machine stands in `data/costs.csv` (written by `deno task costs`); for the rest the arithmetic is counted. Another
 * machine is faster or slower by a factor, which is measured while running.
 */
import { parseTable, refuse } from "../files/table.ts";
import type { DataShape } from "../datasets/mod.ts";
import { type Architecture, parameterCount } from "../models/mod.ts";
import type { FitPlan, TrainPlan } from "../runs/mod.ts";
import { objectiveName } from "../training/objective.ts";

/**
 * Measured seconds by name: of an epoch of 10,000 images, of a fit to as many, and of a measurement on 10,000 test
 * images.
 */
export type Costs = ReadonlyMap<string, number>;

/** Images that a measured number of seconds is for. */
export const COUNTED_IMAGES = 10_000;

/** 10⁹ operations per second and core of the present engine; what an update costs beside its matrix products. */
const SPEED = 100;
const UPDATE_OVERHEAD = 0.03;
/** How much longer than clean training an objective takes, roughly. */
const FACTORS = { clean: 1, noise: 2.2, rubbish: 2.3, fgsm: 3, hidden: 2.1, differentiable: 4.4 };
/** Seconds for each number in the images that a preprocessing is fitted to, roughly: two passes without the engine. */
const FIT_SECONDS = 1e-8;
/** Passes over the test images that a measurement makes, roughly: forward, gradient, forward for several ε. */
const MEASUREMENT_PASSES = 20;
/** Shares of an epoch that a look at as many validation images takes: forward clean, and there and back for FGSM. */
const MONITOR_PASSES = 4 / 3;

/**
 * The table of costs.
 *
 * @throws {DataError} a cell that is no positive number
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const costs = parseCosts("id,seconds\nmeasure rotation,0.5\n", "costs.csv");
 * assertEquals(costs.get("measure rotation"), 0.5);
 * ```
 */
export function parseCosts(text: string, file: string): Costs {
  return new Map(
    parseTable(text, file, ["id", "seconds"]).map((row) => {
      const seconds = Number(row.cells["seconds"]);
      if (!(seconds > 0 && seconds < Infinity)) refuse(row, "seconds", "a positive number");
      return [row.id, seconds];
    }),
  );
}

/** The size of a network, for people: "maxout 240-240 × 5", "relu 240-240". */
export function sizeOf(architecture: Architecture): string {
  switch (architecture.type) {
    case "maxout":
      return `maxout ${architecture.units.join("-")} × ${architecture.pieces}`;
    case "perceptron":
      return `${architecture.activation} ${architecture.units.join("-")}`;
    case "rbf":
      return ["rbf", ...(architecture.units?.length ? [architecture.units.join("-")] : [])].join(" ");
    default:
      return architecture.type;
  }
}

/** The row of the table that a training run belongs to. */
export function trainingCostName({ architecture, recipe }: TrainPlan): string {
  return `train ${sizeOf(architecture)}, ${objectiveName(recipe.objective)}`;
}

/** The row of the table that the fitting of a preprocessing belongs to. */
export function fittingCostName({ preprocessing: { type } }: FitPlan): string {
  return `fit ${type}`;
}

/** The row of the table that a measurement belongs to. */
export function measuringCostName(experiment: string): string {
  return `measure ${experiment}`;
}

/** Seconds of one core that a training run of `epochs` epochs takes on a data set of that shape. */
export function trainingSeconds(spec: TrainPlan, epochs: number, shape: DataShape, costs: Costs): number {
  const { monitor } = spec;
  const watched = monitor === undefined
    ? 0
    : MONITOR_PASSES * (monitor.data.to - monitor.data.from) * 6e-9 * parameterCount(spec.architecture) /
      SPEED;
  return epochs * (epochSeconds(spec, shape, costs) + watched);
}

/** About how many images a selection has: two of ten classes leave a fifth of them. */
export function selectedImages(
  { data }: Pick<TrainPlan, "data">,
  { classes }: Pick<DataShape, "classes">,
): number {
  return (data.to - data.from) * (data.classes === null ? 1 : Math.min(1, data.classes.length / classes));
}

/** Seconds of one core that the fitting of a preprocessing takes on a data set of that shape. */
export function fittingSeconds(plan: FitPlan, shape: DataShape, costs: Costs): number {
  const images = selectedImages(plan, shape);
  const measured = costs.get(fittingCostName(plan));
  if (measured !== undefined) return measured * images / COUNTED_IMAGES;
  return FIT_SECONDS * shape.inputs * images;
}

function epochSeconds(spec: TrainPlan, shape: DataShape, costs: Costs): number {
  const { architecture, recipe } = spec;
  const images = selectedImages(spec, shape);
  const measured = costs.get(trainingCostName(spec));
  if (measured !== undefined) return measured * images / COUNTED_IMAGES;
  const factor = FACTORS[objectiveName(recipe.objective)];
  const products = 6e-9 * parameterCount(architecture) * images;
  return factor * (images / recipe.batch * UPDATE_OVERHEAD + products) / SPEED;
}

/** Seconds of one core that an experiment's measurement of one seed takes on a data set of that shape. */
export function measuringSeconds(
  experiment: string,
  models: readonly TrainPlan[],
  { test: images }: Pick<DataShape, "test">,
  costs: Costs,
): number {
  const measured = costs.get(measuringCostName(experiment));
  if (measured !== undefined) return measured * images / COUNTED_IMAGES;
  const parameters = models.reduce((sum, { architecture }) => sum + parameterCount(architecture), 0);
  return 0.01 + MEASUREMENT_PASSES * 2e-9 * parameters * images / SPEED;
}
