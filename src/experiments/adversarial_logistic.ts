/**
 * §5: adversarial training of logistic regression and its relation to L1 weight decay. The adversarial loss has a
 * closed form, E ζ(ε‖w‖₁ - y(w·x + b)): ε‖w‖₁ stands inside the softplus, so it stops costing anything once the
 * model is confident, while weight decay goes on. Claims L3.vanish, L3.underfit, L3.decay, H51, H52 and H55.
 */
import { fgsm, fgsmAttack } from "../attacks/mod.ts";
import type { LabelledImages } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { l1Norm, mean } from "../numeric/sums.ts";
import { Rng } from "../random/mod.ts";
import { selectData } from "../runs/mod.ts";
import { trainOnWorstCase, type WorstCaseEpoch } from "../training/mod.ts";
import { experiment } from "./experiment.ts";
import { difference, evaluate } from "./measures/mod.ts";
import {
  adversarialLogistic,
  decayedLogistic,
  type LogisticSpec,
  logisticThreeSeven,
  PAPER,
  SEEDS,
} from "./recipes/mod.ts";
import type { MeasuredRow } from "../tables/mod.ts";

type Parameters = {
  readonly epsilon: number;
  /** An ε that leaves the model room to become confident. */
  readonly smallEpsilon: number;
  /** How the adversarial model is trained, for the closed form. */
  readonly adversarial: Omit<LogisticSpec, "seed">;
};

function meanLoss(model: Model, x: LabelledImages["pixels"] | Float32Array, labels: Uint8Array): number {
  return mean(model.losses(x, labels));
}

/** What FGSM adds to the mean loss. */
function adversarialPenalty(model: Model, { pixels, labels }: LabelledImages, epsilon: number): number {
  return meanLoss(model, fgsm(model, pixels, labels, epsilon, "direction"), labels) -
    meanLoss(model, pixels, labels);
}

function largest(values: Float64Array): number {
  return values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
}

/** The adversarial penalty as a share of ε‖w‖₁, in per cent. */
function penaltyShare({ penalty, norm }: WorstCaseEpoch, epsilon: number): number {
  return 100 * penalty / (epsilon * norm);
}

/** Adversarial training of logistic regression against its closed form and against weight decay. */
export const adversarialLogisticRegression = experiment({
  name: "adversarial_logistic",
  title: "Adversarial training of logistic regression (§5)",
  plan: (profile, data) => {
    const { seed: _seed, ...adversarial } = adversarialLogistic(profile, data, 0, PAPER.epsilon);
    return {
      seeds: SEEDS.linear[profile],
      models: (seed) => ({
        plain: logisticThreeSeven(profile, data, seed),
        adversarial: adversarialLogistic(profile, data, seed, PAPER.epsilon),
        decayed: decayedLogistic(profile, data, seed, PAPER.epsilon),
      }),
      parameters: { epsilon: PAPER.epsilon, smallEpsilon: 0.025, adversarial } satisfies Parameters,
    };
  },
  attacks: ({ epsilon, adversarial: { data } }) => [{
    attack: fgsmAttack({ epsilon, gradient: "direction" }),
    models: ({ models: { adversarial } }) => ({ adversarial }),
    images: ({ dataset }) => selectData(dataset, data),
  }],
  measure({ models, dataset, parameters: { epsilon, smallEpsilon, adversarial: spec }, seed }) {
    const images = selectData(dataset, spec.data);
    const { plain, adversarial, decayed } = models;
    const trained = evaluate(adversarial, images);
    const weights = adversarial.parameters["y/W"]!;
    const { recipe } = spec;
    const onClosedForm = (size: number) =>
      trainOnWorstCase({ images, recipe, epsilon: size, rng: Rng.fromSeed(seed) });
    const reference = onClosedForm(epsilon);
    const deviation = largest(reference.weights.map((w, k) => weights[k]! - w));
    const small = onClosedForm(smallEpsilon).epochs;
    const rows = (
      size: number,
      epochs: readonly WorstCaseEpoch[],
    ): readonly MeasuredRow<"adversarial_penalty">[] =>
      epochs.map(({ penalty, norm }, i) => ({ epsilon: size, epoch: i + 1, penalty, l1: size * norm }));
    return {
      metrics: {
        penalty_share_fall: {
          value: penaltyShare(small[0]!, smallEpsilon) - penaltyShare(small.at(-1)!, smallEpsilon),
        },
        train_error_rise: difference(trained, evaluate(plain, images)),
        l1_minus_adversarial_penalty: {
          value: epsilon * l1Norm(weights) - adversarialPenalty(adversarial, images, epsilon),
        },
        decay_minus_adversarial_train_error: difference(evaluate(decayed, images), trained),
        closed_form_weight_deviation: { value: 100 * deviation / largest(reference.weights) },
        deviation_in_sign_flips: { value: 100 * deviation / (2 * recipe.optimiser.learningRate * epsilon) },
      },
      tables: {
        adversarial_penalty: [...rows(epsilon, reference.epochs), ...rows(smallEpsilon, small)],
      },
    };
  },
});
