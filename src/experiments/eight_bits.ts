/**
 * §3: an image of 8 bits a pixel drops whatever is smaller than half a level, 1/255, so a classifier should not tell
 * x from x + η where |η| is smaller than that. FGSM of a size around half a level, rounded to 8 bits, on softmax
 * regression: below half a level nothing survives, at a whole level everything does. Claims H45 and H46.
 */
import { gradientSigns, stepAlong } from "../attacks/mod.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { errorOf, evaluate } from "./evaluate.ts";
import type { Experiment } from "./experiment.ts";
import { displayBytes } from "./pictures.ts";
import { softmaxRegression } from "./recipes.ts";
import { fgsmAttack, sanityChecks } from "./sanity.ts";
import { SEEDS } from "./seeds.ts";

type Parameters = {
  /** Sizes of FGSM in levels of 1/255. */
  readonly levels: readonly number[];
  /** The size just below half a level; it is among `levels`, as is 1. */
  readonly belowHalf: number;
};

/**
 * What is left of FGSM of a size after rounding to 8 bits: pixels that a step towards the inside of [0, 1] moves, how
 * many of them rounding leaves where they were, how many others it changes, and the errors.
 */
function rounding(model: Model, images: LabelledImages, levels: number) {
  let moved = 0;
  let undone = 0;
  let changed = 0;
  const rounded = evaluate(model, images, (m, x, labels) => {
    const signs = gradientSigns(m, x, labels, "float32");
    const bytes = Uint8Array.from(displayBytes(stepAlong(x, signs, levels / 255)));
    bytes.forEach((byte, j) => {
      const inside = signs[j]! > 0 ? x[j]! < 255 : signs[j]! < 0 ? x[j]! > 0 : false;
      if (inside) moved++;
      if (inside && byte === x[j]) undone++;
      if (byte !== x[j]) changed++;
    });
    return bytes;
  });
  const exact = evaluate(
    model,
    images,
    (m, x, labels) => stepAlong(x, gradientSigns(m, x, labels, "float32"), levels / 255),
  );
  return { moved, undone, changed, rounded: errorOf(rounded), exact: errorOf(exact) };
}

/** FGSM of about one level of 8 bits. */
export const eightBits: Experiment<Parameters> = {
  name: "eight_bits",
  title: "Perturbations below the precision of 8 bits (§3)",
  plan: (profile, data) => ({
    seeds: SEEDS.linear[profile],
    models: (seed) => ({ softmax: softmaxRegression(profile, data, seed) }),
    parameters: { levels: [0.25, 0.499, 0.501, 1, 2, 4, 8, 16, 32, 64], belowHalf: 0.499 },
  }),
  measure({ models, dataset: { test }, parameters: { levels, belowHalf }, rng }) {
    const model = models["softmax"]!;
    const found = new Map(levels.map((size) => [size, rounding(model, test, size)]));
    return {
      metrics: {
        changed_below_half: { value: found.get(belowHalf)!.changed },
        undone_at_one_level: { value: found.get(1)!.undone },
      },
      tables: {
        eight_bits: [...found].map(([size, { moved, undone, rounded, exact }]) => ({
          levels: size,
          survived: 100 * (1 - undone / moved),
          error_rounded: rounded.value,
          error_exact: exact.value,
        })),
        sanity: sanityChecks("softmax", model, test, fgsmAttack(1 / 255, "float32"), rng),
      },
    };
  },
};
