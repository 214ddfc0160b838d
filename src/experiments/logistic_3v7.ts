/**
 * §5 and the paper's Fig. 2: logistic regression between 3 and 7, for which FGSM is the exact worst case within the
 * box of ±ε. Claims Q5a, Q5b, L3.exact and L3.corners; class 0 is the three.
 */
import { fgsm, randomSignNoise } from "../attacks/mod.ts";
import { type LabelledImages, nearestBytes, subset, unitPixels } from "../datasets/mod.ts";
import { softplus } from "../numeric/elementary.ts";
import type { Model, Pixels } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { selectData } from "../runs/mod.ts";
import { experiment } from "./experiment.ts";
import { errorOf, evaluate, fgsmAttack, l1Norm, sanityChecks } from "./measures/mod.ts";
import { logisticThreeSeven, PAPER, SEEDS } from "./recipes/mod.ts";
import { type MeasuredRow, ofFirstSeed } from "../tables/mod.ts";

type Parameters = {
  readonly epsilon: number;
  /** Random corners of the box that are tried on every test image. */
  readonly corners: number;
  /** Pairs of pictures for the paper's Fig. 2. */
  readonly pictures: number;
};

const CLASSES = [3, 7] as const;

/** y (w·x + b) of every image, y = ±1, from the model's logits. */
function margins(model: Model, x: Pixels, labels: Uint8Array): Float64Array {
  return Float64Array.from(model.answers(x).logits, (t, i) => labels[i] === 1 ? t : -t);
}

/**
 * The largest deviation of the FGSM loss from ζ(ε‖w‖₁ - y(w·x + b)), relative to the closed form where that is
 * above 1, and how many of `corners` random corners beat FGSM on an image.
 */
function worstCase(
  model: Model,
  { pixels, labels }: LabelledImages,
  { epsilon, corners }: Parameters,
  rng: Rng,
) {
  const norm = l1Norm(model.parameters["y/W"]!);
  const clean = margins(model, pixels, labels);
  const attacked = margins(model, fgsm(model, pixels, labels, epsilon, "direction"), labels);
  let deviation = 0;
  clean.forEach((margin, i) => {
    const expected = softplus(epsilon * norm - margin);
    const found = softplus(-attacked[i]!);
    deviation = Math.max(deviation, Math.abs(found - expected) / Math.max(1, expected));
  });
  let wins = 0;
  for (let c = 0; c < corners; c++) {
    const corner = randomSignNoise(pixels, model.inputs, epsilon, rng.fork(`corner/${c}`));
    margins(model, corner, labels).forEach((margin, i) => wins += margin < attacked[i]! ? 1 : 0);
  }
  return { deviation, wins };
}

/** Weights, their sign, and the first few test images clean and perturbed: the paper's Fig. 2. */
function pictureRows(
  model: Model,
  images: LabelledImages,
  epsilon: number,
  pictures: number,
): readonly MeasuredRow<"logistic_weights">[] {
  const { pixels, labels } = subset(images, 0, Math.min(pictures, images.count));
  const weights = Array.from(model.parameters["y/W"]!);
  const picture = { index: 0, label: null, predicted: null };
  const examples = {
    clean: unitPixels(pixels),
    perturbed: fgsm(model, pixels, labels, epsilon, "direction"),
  };
  return [
    { kind: "weights", ...picture, pixels: weights },
    { kind: "sign", ...picture, pixels: weights.map(Math.sign) },
    ...Object.entries(examples).flatMap(([kind, x]) => {
      const { predictions } = model.answers(x);
      return Array.from(predictions, (k, index) => ({
        kind,
        index,
        label: CLASSES[labels[index]!]!,
        predicted: CLASSES[k]!,
        pixels: [...nearestBytes(x.subarray(index * model.inputs, (index + 1) * model.inputs))],
      }));
    }),
  ];
}

/** Logistic regression and its exact worst case. */
export const logistic3v7 = experiment({
  name: "logistic_3v7",
  title: "Logistic regression, 3 against 7 (§5)",
  plan: (profile, data) => ({
    seeds: SEEDS.linear[profile],
    models: (seed) => ({ logistic: logisticThreeSeven(profile, data, seed) }),
    parameters: { epsilon: PAPER.epsilon, corners: 20, pictures: 8 } satisfies Parameters,
  }),
  measure({ models, dataset, parameters, seed, rng }) {
    const model = models.logistic;
    const images = selectData(dataset, { split: "test", from: 0, to: dataset.test.count, classes: CLASSES });
    const { epsilon, pictures } = parameters;
    const { deviation, wins } = worstCase(model, images, parameters, rng);
    return {
      metrics: {
        clean_error: errorOf(evaluate(model, images)),
        error: errorOf(evaluate(model, images, (m, x, labels) => fgsm(m, x, labels, epsilon, "direction"))),
        closed_form_deviation: { value: 100 * deviation },
        corner_wins: { value: wins },
      },
      tables: {
        sanity: sanityChecks("logistic", model, images, fgsmAttack(epsilon, "direction"), rng),
        ...ofFirstSeed(seed, () => ({ logistic_weights: pictureRows(model, images, epsilon, pictures) })),
      },
    };
  },
});
