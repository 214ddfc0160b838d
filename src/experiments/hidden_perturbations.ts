/**
 * §6: perturbing hidden layers instead of the input. A net whose units are unbounded can answer additive perturbations
 * by larger activations; rotations keep the norm, and train well, but regularise less; and perturbing the last hidden
 * layer leads to underfitting. Claims L11 to L13, H20 and H21.
 */
import { fgsmAttack } from "../attacks/mod.ts";
import { type LabelledImages, subset } from "../datasets/mod.ts";
import type { Model, Totals } from "../models/mod.ts";
import { l1Norm } from "../numeric/sums.ts";
import { experiment } from "./experiment.ts";
import { difference, errorOf, evaluate, fgsmTotals } from "./measures/mod.ts";
import { adversarialMaxout, hiddenMaxout, naiveMaxout, PAPER, SEEDS } from "./recipes/mod.ts";

type Parameters = {
  readonly epsilon: number;
  /** So many of the training images are classified. */
  readonly training: number;
  /** Activations are averaged over so many test images. */
  readonly activations: number;
  /** The nets on whose FGSM errors claims rest: their attack is checked. Of the last layer's net none does. */
  readonly attacked: readonly Role[];
};

/** What is perturbed in training: nothing, the input, the first or the last hidden layer; the first one turned. */
const ROLES = ["naive", "input", "first", "last", "rotation"] as const;

type Role = (typeof ROLES)[number];

const DEGREES = 20;

/** What is known of one net. */
interface Seen {
  readonly training: Totals;
  readonly test: Totals;
  readonly fgsm: Totals;
  readonly exact: Totals;
  /** On FGSM examples made on the naive net. */
  readonly transfer: Totals;
  /** Mean size of the outputs of each hidden layer, on clean images. */
  readonly activations: readonly number[];
}

function meanSize(values: Float32Array): number {
  return l1Norm(values) / values.length;
}

function seen(
  model: Model,
  naive: Model,
  train: LabelledImages,
  test: LabelledImages,
  { epsilon, training, activations }: Parameters,
): Seen {
  const some = subset(test, 0, Math.min(activations, test.count));
  return {
    training: evaluate(model, subset(train, 0, Math.min(training, train.count))),
    test: evaluate(model, test),
    fgsm: fgsmTotals(model, test, epsilon, "float32"),
    exact: fgsmTotals(model, test, epsilon, "direction"),
    transfer: fgsmTotals(model, test, epsilon, "float32", naive),
    activations: (model.hidden?.(some.pixels) ?? []).map(({ outputs }) => meanSize(outputs)),
  };
}

/** Nets trained with perturbed hidden layers. */
export const hiddenPerturbations = experiment({
  name: "hidden_perturbations",
  title: "Perturbed hidden layers (§6)",
  plan: (profile, data) => ({
    seeds: SEEDS.variant[profile],
    models: (seed) => {
      const signs = { kind: "sign", epsilon: PAPER.epsilon } as const;
      const turn = { kind: "rotation", degrees: DEGREES } as const;
      return {
        naive: naiveMaxout(profile, data, seed, "variant"),
        input: adversarialMaxout(profile, data, seed, "variant"),
        first: hiddenMaxout({ layer: 0, move: signs }, profile, data, seed),
        last: hiddenMaxout({ layer: 1, move: signs }, profile, data, seed),
        rotation: hiddenMaxout({ layer: 0, move: turn }, profile, data, seed),
      };
    },
    parameters: {
      epsilon: PAPER.epsilon,
      training: 10_000,
      activations: 1000,
      attacked: ["naive", "input", "first", "rotation"],
    } satisfies Parameters,
  }),
  attacks: ({ epsilon, attacked }) =>
    (["float32", "direction"] as const).map((gradient) => ({
      attack: fgsmAttack({ epsilon, gradient }),
      models: ({ models }) => Object.fromEntries(attacked.map((role) => [role, models[role]])),
    })),
  measure({ models, dataset: { train, test }, parameters }) {
    const found = Object.fromEntries(
      ROLES.map((role) => [role, seen(models[role], models.naive, train, test, parameters)]),
    ) as Record<Role, Seen>;
    const { naive, input, first, last, rotation } = found;
    return {
      metrics: {
        first_minus_input_clean_error: difference(first.test, input.test),
        first_minus_input_fgsm_error: difference(first.fgsm, input.fgsm),
        first_minus_naive_activation: { value: first.activations[0]! - naive.activations[0]! },
        rotation_minus_input_fgsm_error: difference(rotation.fgsm, input.fgsm),
        rotation_clean_error: errorOf(rotation.test),
        last_minus_input_training_error: difference(last.training, input.training),
      },
      tables: {
        hidden_perturbations: ROLES.map((role) => ({
          perturbed: role,
          training_error: errorOf(found[role].training).value,
          clean_error: errorOf(found[role].test).value,
          fgsm_error: errorOf(found[role].fgsm).value,
          fgsm_error_exact: errorOf(found[role].exact).value,
          transfer_error: errorOf(found[role].transfer).value,
          first_activation: found[role].activations[0]!,
          last_activation: found[role].activations[1]!,
        })),
      },
    };
  },
});
