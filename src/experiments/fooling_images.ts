/**
 * Appendix A, on MNIST: noise becomes an image of class i by one step, x + ε ∇ₓ p(y = i | x), x ~ N(0, I), and x is
 * drawn anew until p(y = i) is at least one half. The paper did this on CIFAR-10 (Q22) and gives no ε; here it is done
 * for every class of the naive maxout network, with the raw gradient of the text and the sign step of the caption.
 * Claims H49; the numbers are not those of Q22.
 */
import { nearestBytes } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { experiment } from "./experiment.ts";
import {
  noiseImages,
  probabilityStep,
  probabilityStepAttack,
  signStep,
  signStepAttack,
  targetedChecks,
  targetProbabilities,
} from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS } from "./recipes/mod.ts";
import { type MeasuredRow, ofFirstSeed } from "../tables/mod.ts";

/** The raw gradient of the paper's text, and the sign step of its caption. */
const STEPS = { raw: probabilityStep, sign: signStep } as const;

type Step = keyof typeof STEPS;

type Parameters = {
  readonly samples: number;
  readonly threshold: number;
  readonly steps: Readonly<Record<Step, readonly number[]>>;
  /** The ε that the claims are about, for either kind of step. */
  readonly claimed: Readonly<Record<Step, number>>;
};

/** Success of each step towards each class. */
function success(model: Model, classes: number, parameters: Parameters, rng: Rng) {
  const { samples, threshold, steps } = parameters;
  const x = noiseImages(samples, model.inputs, 1, rng.fork("images"));
  const { logits } = model.answers(x);
  const rows: { class: number; step: Step | "none"; epsilon: number; success: number }[] = [];
  const pictures: MeasuredRow<"fooling_images">[] = [];
  const share = (p: Float64Array) =>
    100 * p.reduce((count, v) => count + (v >= threshold ? 1 : 0), 0) / samples;
  for (let k = 0; k < classes; k++) {
    const targets = new Uint8Array(samples).fill(k);
    rows.push({ class: k, step: "none", epsilon: 0, success: share(targetProbabilities(logits, targets)) });
    for (const step of ["raw", "sign"] as const) {
      const stepped = STEPS[step](model, x, targets);
      for (const epsilon of steps[step]) {
        const moved = stepped(epsilon);
        const after = targetProbabilities(model.answers(moved).logits, targets);
        rows.push({ class: k, step, epsilon, success: share(after) });
        const first = after.findIndex((p) => p >= threshold);
        if (step !== "sign" || epsilon !== parameters.claimed.sign || first < 0) continue;
        const pixels = [...nearestBytes(moved.subarray(first * model.inputs, (first + 1) * model.inputs))];
        pictures.push({ class: k, confidence: after[first]!, pixels });
      }
    }
  }
  return { rows, pictures };
}

/** One step from noise to each class. */
export const foolingImages = experiment({
  name: "fooling_images",
  title: "One step from noise to a digit (App. A)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({ maxout: naiveMaxout(profile, data, seed) }),
    parameters: {
      samples: profile === "smoke" ? 50 : 300,
      threshold: PAPER.threshold,
      steps: { raw: [1, 10, 100, 1000], sign: [0.05, 0.1, PAPER.epsilon] },
      claimed: { raw: 100, sign: PAPER.epsilon },
    } satisfies Parameters,
  }),
  measure({ models, parameters, seed, rng }) {
    const model = models.maxout;
    const { classes } = model;
    const { rows, pictures } = success(model, classes, parameters, rng);
    const mean = (step: Step | "none", epsilon: number) =>
      rows.reduce((sum, row) => sum + (row.step === step && row.epsilon === epsilon ? row.success : 0), 0) /
      classes;
    const none = mean("none", 0);
    return {
      metrics: {
        success_without_step: { value: none },
        success_sign: { value: mean("sign", parameters.claimed.sign) },
        success_raw: { value: mean("raw", parameters.claimed.raw) },
        sign_gain: { value: mean("sign", parameters.claimed.sign) - none },
        raw_gain: { value: mean("raw", parameters.claimed.raw) - none },
      },
      tables: {
        fooling_success: rows,
        ...ofFirstSeed(seed, () => ({ fooling_images: pictures })),
      },
    };
  },
  checks: ({ models: { maxout }, parameters: { claimed }, rng }) =>
    [signStepAttack(claimed.sign), probabilityStepAttack(claimed.raw)].flatMap((attack) =>
      targetedChecks("maxout", maxout, attack, rng)
    ),
});
