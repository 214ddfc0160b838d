/**
 * §6 and the paper's Fig. 3: adversarial training makes the first layer's filters more localised. A filter is the
 * weights of one linear piece; three measures of it are averaged over all filters. Claim L8.
 */
import type { ImageShape } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { adversarialMaxout, naiveMaxout, SEEDS } from "./recipes/mod.ts";
import { type MeasuredRow, ofFirstSeed } from "../tables/mod.ts";

type Parameters = {
  /** Units whose filters are shown, from the first; the paper has a row for each unit. */
  readonly units: number;
  /** Filters of a unit. */
  readonly pieces: number;
};

/** How localised a filter is. */
export interface Localisation {
  /** (√n - ‖w‖₁/‖w‖₂) / (√n - 1): 0 where all pixels weigh the same, 1 for a single pixel (Hoyer 2004). */
  readonly sparseness: number;
  /** (Σw²)² / Σw⁴: over how many pixels the filter's energy is spread. */
  readonly pixels: number;
  /** Root mean square distance of w² from its centre, in pixels. */
  readonly spread: number;
}

/**
 * The measures of one filter.
 *
 * @param filter [height, width, channels], not all 0; the channels of a pixel stand in one place
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const shape = { height: 2, width: 2, channels: 1 };
 * assertEquals(localisation([0, 3, 0, 0], shape), { sparseness: 1, pixels: 1, spread: 0 });
 * assertEquals(localisation([1, -1, 1, -1], shape), { sparseness: 0, pixels: 4, spread: Math.SQRT1_2 });
 * ```
 */
export function localisation(filter: ArrayLike<number>, { width, channels }: ImageShape): Localisation {
  let [sum, squares, fourths, rows, columns, distances] = [0, 0, 0, 0, 0, 0];
  for (let k = 0; k < filter.length; k++) {
    const square = filter[k]! * filter[k]!;
    const pixel = Math.floor(k / channels);
    const [row, column] = [Math.floor(pixel / width), pixel % width];
    sum += Math.abs(filter[k]!);
    squares += square;
    fourths += square * square;
    rows += square * row;
    columns += square * column;
    distances += square * (row * row + column * column);
  }
  const root = Math.sqrt(filter.length);
  const variance = distances / squares - (rows * rows + columns * columns) / (squares * squares);
  return {
    sparseness: (root - sum / Math.sqrt(squares)) / (root - 1),
    pixels: squares * squares / fourths,
    spread: Math.sqrt(Math.max(0, variance)),
  };
}

/** Filter `column` of the first layer. */
function filterOf(weights: Float32Array, columns: number, column: number): Float32Array {
  return Float32Array.from({ length: weights.length / columns }, (_, k) => weights[k * columns + column]!);
}

/** The mean of the measures over all filters of the first layer. */
function meanLocalisation({ parameters }: Model, shape: ImageShape): Localisation {
  const weights = parameters["h0/W"]!;
  const columns = parameters["h0/b"]!.length;
  let [sparseness, pixels, spread] = [0, 0, 0];
  for (let column = 0; column < columns; column++) {
    const own = localisation(filterOf(weights, columns, column), shape);
    sparseness += own.sparseness;
    pixels += own.pixels;
    spread += own.spread;
  }
  return { sparseness: sparseness / columns, pixels: pixels / columns, spread: spread / columns };
}

/** The filters of the first units, to three decimals. */
function filterRows(
  name: string,
  { parameters }: Model,
  { units, pieces }: Parameters,
): readonly MeasuredRow<"first_layer_filters">[] {
  const weights = parameters["h0/W"]!;
  const columns = parameters["h0/b"]!.length;
  return Array.from({ length: units * pieces }, (_, column) => ({
    model: name,
    unit: Math.floor(column / pieces),
    piece: column % pieces,
    pixels: Array.from(filterOf(weights, columns, column), (w) => Math.round(1000 * w) / 1000),
  }));
}

/** Filters of the naive and of the adversarially trained network. */
export const localisedWeights = experiment({
  name: "localised_weights",
  title: "Filters of the first layer (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.equalLength[profile],
    models: (seed) => ({
      naive: naiveMaxout(profile, data, seed, "adversarial"),
      adversarial: adversarialMaxout(profile, data, seed),
    }),
    parameters: { units: 4, pieces: 5 } satisfies Parameters,
  }),
  measure({ models, dataset: { test }, parameters, seed }) {
    const { naive, adversarial } = models;
    const before = meanLocalisation(naive, test);
    const after = meanLocalisation(adversarial, test);
    const metrics: Record<string, Metric> = {
      sparseness_naive: { value: before.sparseness },
      sparseness_adversarial: { value: after.sparseness },
      sparseness_gain: { value: after.sparseness - before.sparseness },
      pixels_less: { value: before.pixels - after.pixels },
      spread_less: { value: before.spread - after.spread },
    };
    const shown = { naive, adversarial };
    return {
      metrics,
      tables: ofFirstSeed(seed, () => ({
        first_layer_filters: Object.entries(shown).flatMap(([name, model]) =>
          filterRows(name, model, parameters)
        ),
      })),
    };
  },
});
