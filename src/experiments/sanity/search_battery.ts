/**
 * The battery for attacks that search for the nearest image of a class: whether what one finds is what it says. There is
 * no size to compare with; that nothing nearer exists, no check can tell.
 */
import { movedAtRandom, type SearchAttack } from "../../attacks/mod.ts";
import { type LabelledImages, type Pixels, subset, unitPixels } from "../../datasets/mod.ts";
import type { Model } from "../../models/mod.ts";
import { dot } from "../../numeric/sums.ts";
import type { Rng } from "../../random/mod.ts";
import type { SanityCheck } from "../../runs/mod.ts";
import { runnersUp } from "../measures/rivals.ts";
import { gradientCheck, identityCheck, sanityRow } from "./rows.ts";

/** Images that are searched from: a search is a hundred times as long as a step. */
const IMAGES = 10;

/** ‖moved - x‖₂². */
function squareOf(x: Float32Array, moved: Float32Array): number {
  const change = Float64Array.from(moved, (v, j) => v - x[j]!);
  return dot(change, change);
}

/**
 * The checks of a search on a model, from images to the second most likely class of each: an image that has its target
 * already is its own nearest one, bit for bit; what is found has its target, lies in [0, 1] and has the length that is
 * reported; random images as far away have the target less often; and the gradient is not dead.
 *
 * @param name the model's name, for the report
 * @param images the first ten are used, whatever their labels
 * @param rng the measurement's; draws come from its stream "sanity/search"
 */
export function searchBattery(
  name: string,
  model: Model,
  images: LabelledImages<Pixels>,
  attack: SearchAttack,
  rng: Rng,
): readonly SanityCheck[] {
  const { inputs } = model;
  const { pixels, count } = subset(images, 0, Math.min(IMAGES, images.count));
  const x = unitPixels(pixels);
  const { predictions, logits } = model.answers(pixels);
  const targets = runnersUp(logits, predictions);
  const imageOf = (i: number) => x.subarray(i * inputs, (i + 1) * inputs);
  const joined = (parts: readonly (Float32Array | null)[]) => {
    const all = x.slice();
    parts.forEach((part, i) => part && all.set(part, i * inputs));
    return all;
  };

  const same = joined(
    attack.search(model, pixels, predictions).map(({ image }) => image ?? new Float32Array(inputs)),
  );
  const found = attack.search(model, pixels, targets);
  const moved = joined(found.map(({ image }) => image));
  const random = movedAtRandom(x, moved, inputs, rng.fork("sanity/search"));
  const withTarget = (all: Float32Array) =>
    model.answers(all).predictions.reduce((sum, k, i) => sum + (k === targets[i] ? 1 : 0), 0);
  const reached = withTarget(moved);
  const unkept = found.filter(({ image }) => image !== null).length - reached;
  const outside = moved.reduce((sum, v) => sum + (v >= 0 && v <= 1 ? 0 : 1), 0);
  const deviation = found.reduce(
    (most, { image, square }, i) =>
      image === null ? most : Math.max(most, Math.abs(squareOf(imageOf(i), image) - square)),
    0,
  );
  const lead = 100 * (reached - withTarget(random)) / count;
  const row = sanityRow(name, attack.name);
  return [
    identityCheck(row, same, x),
    row("what is found has its target (images that have not)", unkept === 0, unkept),
    row("what is found is in [0, 1] (pixels outside)", outside === 0, outside),
    row("what is found is as far as reported (deviation of the square)", deviation === 0, deviation),
    row("random images as far away have the target less often (points)", lead > 0, lead),
    gradientCheck(row, model.inputGradient(pixels, targets, attack.gradient)),
  ];
}
