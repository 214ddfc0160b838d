/**
 * §5 and the paper's Fig. 2: logistic regression between 3 and 7, for which FGSM is the exact worst case within the
 * box of ±ε. Claims Q5a, Q5b, L3.exact and L3.corners; class 0 is the three.
 */
import type * as tf from "@tensorflow/tfjs-core";
import { fgsm, randomSignNoise } from "../attacks/mod.ts";
import { scoped } from "../backend/scope.ts";
import { softplus } from "../elementary.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import { answersOf, type Model } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { selectData } from "../runs/mod.ts";
import { sliceBatch } from "../training/mod.ts";
import { errorOf, evaluate } from "./evaluate.ts";
import type { Experiment, Rows } from "./experiment.ts";
import { displayBytes } from "./pictures.ts";
import { logisticThreeSeven } from "./recipes.ts";

type Parameters = {
  readonly epsilon: number;
  /** Random corners of the box that are tried on every test image. */
  readonly corners: number;
  /** Pairs of pictures for the paper's Fig. 2. */
  readonly pictures: number;
};

const CLASSES = [3, 7] as const;

/** y (w·x + b) of every image, y = ±1, from the model's logits. */
function margins(model: Model, x: tf.Tensor2D, labels: Uint8Array): Float64Array {
  return scoped(() => Float64Array.from(model.logits(x).dataSync(), (t, i) => labels[i] === 1 ? t : -t));
}

/**
 * The largest deviation of the FGSM loss from ζ(ε‖w‖₁ - y(w·x + b)), relative to the closed form where that is
 * above 1, and how many of `corners` random corners beat FGSM on an image.
 */
function worstCase(model: Model, images: LabelledImages, { epsilon, corners }: Parameters, rng: Rng) {
  let norm = 0;
  for (const w of model.parameters["y/W"]!.dataSync()) norm += Math.abs(w);
  let deviation = 0;
  let wins = 0;
  scoped(() => {
    const { x, labels } = sliceBatch(images, 0, images.count);
    const clean = margins(model, x, labels);
    const attacked = margins(model, fgsm(model, x, labels, epsilon), labels);
    clean.forEach((margin, i) => {
      const expected = softplus(epsilon * norm - margin);
      const found = softplus(-attacked[i]!);
      deviation = Math.max(deviation, Math.abs(found - expected) / Math.max(1, expected));
    });
    for (let c = 0; c < corners; c++) {
      const corner = margins(model, randomSignNoise(x, epsilon, rng.fork(`corner/${c}`)), labels);
      corner.forEach((margin, i) => wins += margin < attacked[i]! ? 1 : 0);
    }
  });
  return { deviation, wins };
}

/** Weights, their sign, and the first few test images clean and perturbed: the paper's Fig. 2. */
function pictureRows(model: Model, images: LabelledImages, epsilon: number, pictures: number): Rows {
  return scoped(() => {
    const { x, labels } = sliceBatch(images, 0, Math.min(pictures, images.count));
    const rows: Record<string, number | string | number[] | null>[] = [];
    const weights = Array.from(model.parameters["y/W"]!.dataSync());
    rows.push({ kind: "weights", index: 0, label: null, predicted: null, pixels: weights });
    rows.push({ kind: "sign", index: 0, label: null, predicted: null, pixels: weights.map(Math.sign) });
    const kinds = { clean: x, perturbed: fgsm(model, x, labels, epsilon) };
    for (const [kind, tensor] of Object.entries(kinds)) {
      const { predictions } = answersOf(model, tensor);
      const pixels = displayBytes(tensor.dataSync());
      labels.forEach((label, index) => {
        rows.push({
          kind,
          index,
          label: CLASSES[label]!,
          predicted: CLASSES[predictions[index]!]!,
          pixels: pixels.slice(index * x.shape[1], (index + 1) * x.shape[1]),
        });
      });
    }
    return rows;
  });
}

/** Logistic regression and its exact worst case. */
export const logistic3v7: Experiment<Parameters> = {
  name: "logistic_3v7",
  title: "Logistic regression, 3 against 7 (§5)",
  plan: (profile, data) => ({
    seeds: profile === "smoke" ? 2 : 5,
    models: (seed) => ({ logistic: logisticThreeSeven(profile, data, seed) }),
    parameters: { epsilon: 0.25, corners: 20, pictures: 8 },
  }),
  measure({ models, dataset, parameters, seed, rng }) {
    const model = models["logistic"]!;
    const images = selectData(dataset, { split: "test", from: 0, to: dataset.test.count, classes: CLASSES });
    const { epsilon, pictures } = parameters;
    const { deviation, wins } = worstCase(model, images, parameters, rng);
    return {
      metrics: {
        clean_error: errorOf(evaluate(model, images)),
        error: errorOf(evaluate(model, images, (m, x, labels) => fgsm(m, x, labels, epsilon))),
        closed_form_deviation: { value: 100 * deviation },
        corner_wins: { value: wins },
      },
      tables: seed === 0 ? { logistic_weights: pictureRows(model, images, epsilon, pictures) } : {},
    };
  },
};
