/** Initial parameters of networks of radial basis functions (§7), from the training images. */
import { check, checkImages, checkLabels } from "../numeric/checks.ts";
import { exp } from "../numeric/elementary.ts";
import { type LabelledImages, LEVELS, type Pixels, subset, unitPixels } from "../datasets/mod.ts";
import type { Rng } from "../random/mod.ts";
import type { RbfArchitecture } from "./architecture.ts";
import type { Parameters } from "./model.ts";

/** Images whose hidden responses the class means of a deep network are taken over. */
const SAMPLE = 1000;

/** The mean of `rows / scale` of each class; zeros for a class without rows. */
function classMeans(
  rows: Uint8Array | Float32Array,
  scale: number,
  labels: Uint8Array,
  classes: number,
): Float32Array {
  const width = rows.length / labels.length;
  const sums = new Float64Array(classes * width);
  const counts = new Array<number>(classes).fill(0);
  labels.forEach((label, i) => {
    counts[label]!++;
    for (let k = 0; k < width; k++) sums[label * width + k]! += rows[i * width + k]!;
  });
  return Float32Array.from(sums, (sum, at) => sum / (scale * Math.max(1, counts[Math.floor(at / width)]!)));
}

/** exp(-β ‖row - μ‖²) of every row and unit. */
function responses(rows: Float32Array, width: number, mu: Float32Array, beta: number): Float32Array {
  const units = mu.length / width;
  return Float32Array.from({ length: rows.length / width * units }, (_, at) => {
    const row = Math.floor(at / units) * width;
    const centre = at % units * width;
    let square = 0;
    for (let k = 0; k < width; k++) {
      const difference = rows[row + k]! - mu[centre + k]!;
      square += difference * difference;
    }
    return exp(-beta * square);
  });
}

/**
 * The centres of classes are the means of their images, or with hidden layers of those images' responses; hidden
 * centres are images drawn from `rng.fork("h0/mu")`, or responses to them. Every β of layer i is `beta[i]`.
 *
 * @throws {RangeError} when there is not one β for each layer, or the images do not fit the form
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Rng } from "../random/mod.ts";
 * const pixels = Uint8Array.of(0, 255, 255, 255);
 * const images = { pixels, labels: Uint8Array.of(1, 1), count: 2, height: 1, width: 2, channels: 1 };
 * const parameters = initialiseRbf({ type: "rbf", inputs: 2, classes: 2 }, images, [0.25], Rng.fromSeed(0));
 * assertEquals(parameters["mu"], Float32Array.of(0, 0, 0.5, 1));
 * assertEquals(parameters["beta"], new Float32Array(4).fill(0.25));
 * ```
 */
export function initialiseRbf(
  architecture: RbfArchitecture,
  images: LabelledImages<Pixels>,
  beta: readonly number[],
  rng: Rng,
): Parameters {
  const { inputs, units: hidden = [], classes } = architecture;
  if (beta.length !== hidden.length + 1) {
    throw new RangeError(
      `Cannot initialise: found ${beta.length} values of β, expected ${hidden.length + 1}`,
    );
  }
  beta.forEach((b) => check("initialise", "a β", b, b >= 0 && b < Infinity, "a finite number of at least 0"));
  checkLabels(images.labels, checkImages(images.pixels, inputs), classes);
  const parameters: Record<string, Float32Array> = {};
  const add = (prefix: string, mu: Float32Array, value: number) => {
    parameters[`${prefix}mu`] = mu;
    parameters[`${prefix}beta`] = new Float32Array(mu.length).fill(value);
  };
  if (hidden.length === 0) {
    const scale = images.pixels instanceof Uint8Array ? LEVELS : 1;
    add("", classMeans(images.pixels, scale, images.labels, classes), beta[0]!);
    return parameters;
  }
  const { pixels, labels } = subset(images, 0, Math.min(SAMPLE, images.count));
  let rows: Float32Array = unitPixels(pixels);
  let width = inputs;
  hidden.forEach((units, i) => {
    const mu = new Float32Array(units * width);
    rng.fork(`h${i}/mu`).permutation(labels.length).slice(0, units).forEach((from, u) =>
      mu.set(rows.subarray(from * width, (from + 1) * width), u * width)
    );
    add(`h${i}/`, mu, beta[i]!);
    rows = responses(rows, width, mu, beta[i]!);
    width = units;
  });
  add("", classMeans(rows, 1, labels, classes), beta.at(-1)!);
  return parameters;
}
