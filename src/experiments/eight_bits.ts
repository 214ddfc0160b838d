/**
 * §3: an image of 8 bits a pixel drops whatever is smaller than half a level, 1/255, so a classifier should not tell
 * x from x + η where |η| is smaller than that. FGSM of a size around half a level, rounded to 8 bits, on softmax
 * regression: below half a level nothing survives, at a whole level everything does. Claims H45 and H46.
 */
import { fgsmAttack, gradientSigns, stepAlong } from "../attacks/mod.ts";
import { type LabelledImages, LEVELS, nearestBytes, subset } from "../datasets/mod.ts";
import type { Model, Pixels } from "../models/mod.ts";
import { experiment } from "./experiment.ts";
import { errorOf, evaluateUnder } from "./measures/mod.ts";
import { SEEDS, softmaxRegression } from "./recipes/mod.ts";

type Parameters = {
  /** Sizes of FGSM in levels of 1/255. */
  readonly levels: readonly number[];
  /** The size just below half a level; it is among `levels`, as is 1. */
  readonly belowHalf: number;
  /** Test images. */
  readonly images: number;
};

/**
 * What is left of FGSM of each size after rounding to 8 bits: pixels that a step towards the inside of [0, 1] moves,
 * how many of them rounding leaves where they were, how many pixels it changes at all, and the errors.
 */
function rounding(model: Model, images: LabelledImages, levels: readonly number[]) {
  const counts = levels.map(() => ({ moved: 0, undone: 0, changed: 0 }));
  const totals = evaluateUnder(model, images, function* (m, x, labels) {
    const signs = gradientSigns(m, x, labels, "float32");
    for (const [k, size] of levels.entries()) {
      const exact = stepAlong(x, signs, size / LEVELS);
      yield exact;
      yield rounded(exact, x, signs, counts[k]!);
    }
  });
  return levels.map((size, k) => ({
    size,
    ...counts[k]!,
    exact: errorOf(totals[2 * k]!).value,
    rounded: errorOf(totals[2 * k + 1]!).value,
  }));
}

/** The nearest bytes, and what became of the perturbation, added to `count`. */
function rounded(
  exact: Float32Array,
  x: Pixels,
  signs: Int8Array,
  count: { moved: number; undone: number; changed: number },
): Uint8Array {
  const bytes = nearestBytes(exact);
  for (let j = 0; j < bytes.length; j++) {
    const inside = signs[j]! > 0 ? x[j]! < LEVELS : signs[j]! < 0 && x[j]! > 0;
    if (inside) count.moved++;
    if (inside && bytes[j] === x[j]) count.undone++;
    if (bytes[j] !== x[j]) count.changed++;
  }
  return bytes;
}

/** FGSM of about one level of 8 bits. */
export const eightBits = experiment({
  name: "eight_bits",
  title: "Perturbations below the precision of 8 bits (§3)",
  plan: (profile, data) => ({
    seeds: SEEDS.linear[profile],
    models: (seed) => ({ softmax: softmaxRegression(profile, data, seed) }),
    parameters: {
      levels: [0.25, 0.499, 0.501, 1, 2, 4, 8, 16, 32, 64],
      belowHalf: 0.499,
      images: profile === "smoke" ? 200 : 1000,
    } satisfies Parameters,
  }),
  attacks: () => [{ attack: fgsmAttack({ epsilon: 1 / LEVELS, gradient: "float32" }) }],
  measure({ models, dataset: { test }, parameters: { levels, belowHalf, images } }) {
    const model = models.softmax;
    const found = rounding(model, subset(test, 0, Math.min(images, test.count)), levels);
    const at = (levels: number) => found.find(({ size }) => size === levels)!;
    return {
      metrics: {
        changed_below_half: { value: at(belowHalf).changed },
        undone_at_one_level: { value: at(1).undone },
      },
      tables: {
        eight_bits: found.map(({ size, moved, undone, rounded, exact }) => ({
          levels: size,
          survived: 100 * (1 - undone / moved),
          error_rounded: rounded,
          error_exact: exact,
        })),
      },
    };
  },
});
