/** Networks and objectives for the tests, and what the oracle says of a training step. */
import type { Parameters } from "../../../src/backend/networks/layers/layer.ts";
import type {
  LayerDropout,
  Perturbation,
  TrainingOptions,
} from "../../../src/backend/networks/training_options.ts";
import { Rng } from "../../../src/random/mod.ts";
import { MOMENTUM, type SmallShape } from "../support.ts";
import { oracle } from "./oracle.ts";

export const rng = Rng.fromSeed(3);
export const EPSILON = Math.fround(.25);
/** Number of the step, and so the substream of its random numbers. */
export const STEP = 5;

export interface Case {
  readonly name: string;
  readonly shape: SmallShape;
  readonly batch: number;
  readonly head?: "softmax" | "bernoulli";
  readonly keep?: readonly (number | null)[];
  readonly cleanWeight?: number;
  readonly perturbation?: "fgsm" | "uniform" | "sign";
}

export const CASES: readonly Case[] = [
  { name: "softmax regression", shape: { inputs: 13, hidden: [], classes: 10 }, batch: 7 },
  { name: "logistic regression", shape: { inputs: 9, hidden: [], classes: 1 }, batch: 5, head: "bernoulli" },
  {
    name: "two layers of five pieces with dropout",
    shape: { inputs: 11, hidden: [{ units: 9, pieces: 5 }, { units: 24, pieces: 5 }], classes: 10 },
    batch: 7,
    keep: [.8, .5, .5],
  },
  {
    name: "odd widths and pieces, three layers, dropout below the last alone",
    shape: {
      inputs: 50,
      hidden: [{ units: 13, pieces: 3 }, { units: 17, pieces: 1 }, { units: 5, pieces: 11 }],
      classes: 3,
    },
    batch: 11,
    keep: [null, null, null, .7],
  },
  {
    name: "independent sigmoid outputs",
    shape: { inputs: 30, hidden: [{ units: 8, pieces: 2 }], classes: 10 },
    batch: 6,
    head: "bernoulli",
    keep: [.8, .5],
  },
  {
    name: "half clean, half fast gradient sign rows",
    shape: { inputs: 31, hidden: [{ units: 12, pieces: 5 }, { units: 10, pieces: 5 }], classes: 10 },
    batch: 10,
    keep: [.8, .5, .5],
    cleanWeight: .5,
    perturbation: "fgsm",
  },
  {
    name: "rows with uniform noise alone",
    shape: { inputs: 21, hidden: [{ units: 6, pieces: 4 }], classes: 4 },
    batch: 5,
    keep: [.8, .5],
    cleanWeight: 0,
    perturbation: "uniform",
  },
  {
    name: "a quarter clean, the rest with random signs",
    shape: { inputs: 20, hidden: [{ units: 6, pieces: 2 }], classes: 4 },
    batch: 5,
    cleanWeight: .25,
    perturbation: "sign",
  },
  {
    name: "more inputs and units than a block",
    shape: { inputs: 403, hidden: [{ units: 83, pieces: 5 }, { units: 61, pieces: 5 }], classes: 10 },
    batch: 13,
    keep: [.8, .5, .5],
  },
];

function dropoutOf(c: Case): (LayerDropout | null)[] {
  return (c.keep ?? []).map((keep, l) =>
    keep === null ? null : {
      keep,
      scale: l === 0 ? 1 : 1 / keep,
      key: rng.fork(`clean/${l}`).key,
      perturbedKey: rng.fork(`perturbed/${l}`).key,
    }
  );
}

function perturbationOf(kind: NonNullable<Case["perturbation"]>): Perturbation {
  if (kind === "fgsm") return { kind, epsilon: EPSILON, gradient: "direction" };
  return { kind, epsilon: EPSILON, key: rng.fork("noise").key };
}

export function optionsOf(c: Case): TrainingOptions {
  const { cleanWeight = 1, perturbation, batch } = c;
  const objective = perturbation === undefined
    ? { cleanWeight }
    : { cleanWeight, perturbation: perturbationOf(perturbation) };
  return { batch, dropout: dropoutOf(c), objective, optimiser: MOMENTUM };
}

/** The masks of one half by the generator's twin in JavaScript: [layer][row][input]. */
function masksOf(c: Case, half: "clean" | "perturbed"): (number[][] | undefined)[] {
  const widths = [c.shape.inputs, ...c.shape.hidden.map(({ units }) => units)];
  return dropoutOf(c).map((own, l) => {
    if (!own) return undefined;
    const width = widths[l]!;
    const bits = rng.fork(`${half}/${l}`).bernoulli(c.batch * width, own.keep, STEP);
    const scale = Math.fround(own.scale);
    const row = (r: number) => Array.from(bits.subarray(r * width, (r + 1) * width), (bit) => bit * scale);
    return Array.from({ length: c.batch }, (_, r) => row(r));
  });
}

function perturbedRows(c: Case, clean: Float32Array[], gradients: readonly number[][]): Float32Array[] {
  const noise = rng.fork("noise");
  const n = c.shape.inputs;
  const u = noise.uniform(c.batch * n, STEP);
  const bits = noise.bernoulli(c.batch * n, .5, STEP);
  return clean.map((row, r) =>
    row.map((v, k) => {
      if (c.perturbation === "fgsm") return v + EPSILON * Math.sign(gradients[r]![k]!);
      if (c.perturbation === "sign") return v + (bits[r * n + k] ? EPSILON : -EPSILON);
      return v + Math.fround((2 * u[r * n + k]! - 1) * EPSILON);
    })
  );
}

/** The oracle's gradients of the whole objective. */
export function expectedGradients(
  c: Case,
  parameters: Parameters,
  clean: Float32Array[],
  labels: number[],
): Record<string, Float64Array> {
  const { shape, batch, head = "softmax", cleanWeight = 1 } = c;
  const crafted = oracle(shape, parameters, clean, labels, { head });
  const perturbed = perturbedRows(c, clean, crafted.rows.map(({ inputGradient }) => inputGradient));
  const halves = [
    { rows: clean, weight: cleanWeight, masks: masksOf(c, "clean") },
    { rows: perturbed, weight: 1 - cleanWeight, masks: masksOf(c, "perturbed") },
  ].filter(({ weight }) => weight > 0);
  const results = halves.map(({ rows, weight, masks }) =>
    oracle(shape, parameters, rows, labels, { head, masks, rowWeights: rows.map(() => weight / batch) })
  );
  return Object.fromEntries(
    Object.keys(parameters).map((name) => [
      name,
      results.map(({ gradients }) => gradients[name]!).reduce((a, b) => a.map((v, i) => v + b[i]!)),
    ]),
  );
}
