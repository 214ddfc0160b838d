/**
 * §5: L1 weight decay of the first layer, which is more worst case than adversarial training: the coefficient that
 * the paper prints keeps a maxout network from fitting the training images, smaller ones let it train and help
 * nothing, and one as large as the ε of adversarial training is out of the question. Claims Q6a, Q6b, L4 and H50.
 */
import { fgsmAttack } from "../attacks/mod.ts";
import { type Dataset, type LabelledImages, subset } from "../datasets/mod.ts";
import type { Model, Totals } from "../models/mod.ts";
import { type DataShape, experiment, type MeasureContext } from "./experiment.ts";
import { difference, errorOf, evaluate, fgsmTotals } from "./measures/mod.ts";
import { decayedMaxout, naiveMaxout, PAPER, SEEDS } from "./recipes/mod.ts";

/** Coefficients by role: none, a hundredth and a tenth of the one that the paper prints, that one, and ε itself. */
const COEFFICIENTS = {
  none: 0,
  hundredth: 0.000025,
  tenth: 0.00025,
  printed: PAPER.decay,
  epsilon: PAPER.epsilon,
} as const;

type Role = keyof typeof COEFFICIENTS;

const ROLES = Object.keys(COEFFICIENTS) as readonly Role[];

/** Images by position in the training file. */
type Rows = { readonly from: number; readonly to: number };

type Parameters = {
  readonly epsilon: number;
  /** A net whose training error is below this, in per cent, has trained (§5: "over 5 %"). */
  readonly trained: number;
  /** The part of the training images on which the training error is taken. */
  readonly training: Rows;
  /** Images that choose among the smaller coefficients: pylearn2's validation set. */
  readonly validation: Rows;
};

/** What is known of one net. */
interface Seen {
  readonly coefficient: number;
  readonly training: Totals;
  readonly validation: Totals;
  readonly test: Totals;
  readonly fgsm: Totals;
}

/** The last 10,000 of 60,000 images; the rehearsal, which has fewer, validates on its last sixth. */
function validationRows({ train }: DataShape): Rows {
  return { from: Math.floor(train * 5 / 6), to: train };
}

/** Images of a part of the training file. */
function part({ train }: Dataset, { from, to }: Rows): LabelledImages {
  return subset(train, from, to);
}

/** The nets that trained, and the one without decay: one that the penalty kept from learning has no gradient to check. */
function trainedNets(
  { models, dataset, parameters }: MeasureContext<Parameters, Role>,
): Readonly<Record<string, Model>> {
  const { trained, training } = parameters;
  const learned = (role: Role) => errorOf(evaluate(models[role], part(dataset, training))).value < trained;
  return Object.fromEntries(
    ROLES.filter((role) => role === "none" || learned(role)).map((role) => [role, models[role]]),
  );
}

/** L1 weight decay of the first layer. */
export const weightDecay = experiment({
  name: "weight_decay",
  title: "L1 weight decay (§5)",
  plan: (profile, data) => ({
    seeds: SEEDS.variant[profile],
    models: (seed) => ({
      none: naiveMaxout(profile, data, seed, "variant"),
      hundredth: decayedMaxout(profile, data, seed, COEFFICIENTS.hundredth),
      tenth: decayedMaxout(profile, data, seed, COEFFICIENTS.tenth),
      printed: decayedMaxout(profile, data, seed, COEFFICIENTS.printed),
      epsilon: decayedMaxout(profile, data, seed, COEFFICIENTS.epsilon),
    }),
    parameters: {
      epsilon: PAPER.epsilon,
      trained: 5,
      training: { from: 0, to: Math.min(10_000, data.train) },
      validation: validationRows(data),
    } satisfies Parameters,
  }),
  attacks: ({ epsilon }) => [{ attack: fgsmAttack({ epsilon, gradient: "float32" }), models: trainedNets }],
  measure({ models, dataset, parameters }) {
    const { test } = dataset;
    const { epsilon, trained, training, validation } = parameters;
    const measured = (role: Role): Seen => {
      const model = models[role];
      return {
        coefficient: COEFFICIENTS[role],
        training: evaluate(model, part(dataset, training)),
        validation: evaluate(model, part(dataset, validation)),
        test: evaluate(model, test),
        fgsm: fgsmTotals(model, test, epsilon, "float32"),
      };
    };
    const seen = Object.fromEntries(ROLES.map((role) => [role, measured(role)])) as Record<Role, Seen>;
    const { none, hundredth, tenth, printed } = seen;
    const chosen = tenth.validation.errors < hundredth.validation.errors ? tenth : hundredth;
    const rows = ROLES.map((role) => seen[role]);
    const working = rows.filter((row) => errorOf(row.training).value < trained);
    return {
      metrics: {
        train_error_none: errorOf(none.training),
        train_error_printed: errorOf(printed.training),
        smaller_gain: difference(none.test, chosen.test),
        epsilon_minus_largest_coefficient: {
          value: epsilon - Math.max(0, ...working.map(({ coefficient }) => coefficient)),
        },
      },
      tables: {
        weight_decay: rows.map((row) => ({
          coefficient: row.coefficient,
          train_error: errorOf(row.training).value,
          validation_error: errorOf(row.validation).value,
          test_error: errorOf(row.test).value,
          fgsm_error: errorOf(row.fgsm).value,
        })),
      },
    };
  },
});
