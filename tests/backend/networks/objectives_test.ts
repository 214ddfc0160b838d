/**
 * Training steps with every unit and perturbation that §6 and appendix A tried, against finite differences of the
 * whole objective in float64: for adversaries that the gradient flows through, their making included.
 */
import { assert, assertThrows } from "@std/assert";
import { deviceImages } from "../../../src/backend/networks/device_images.ts";
import type {
  LayerDropout,
  Objective,
  Perturbation,
} from "../../../src/backend/networks/training_options.ts";
import { Rng } from "../../../src/random/mod.ts";
import {
  costOf,
  differences,
  gradientsOf,
  moved,
  type OracleNetwork,
  pass,
  type Weights,
} from "./objectives_oracle.ts";
import { MOMENTUM, randomParameters, uniform, type Units, withNetwork } from "../support.ts";

const rng = Rng.fromSeed(21);
const BATCH = 5, INPUTS = 7, STEP = 3;
const units = (activation: "relu" | "sigmoid"): Units[] => [
  { units: 5, pieces: 1, activation },
  { units: 6, pieces: 1, activation },
];
const MAXOUT: Units[] = [{ units: 5, pieces: 3 }, { units: 6, pieces: 3 }];
const key = rng.fork("noise").key;

interface Case {
  readonly name: string;
  readonly hidden: readonly Units[];
  readonly head?: "softmax" | "bernoulli";
  readonly dropout?: boolean;
  readonly cleanWeight?: number;
  readonly perturbation?: Perturbation;
}

const fgsm = { kind: "fgsm", epsilon: .25, gradient: "direction" } as const;
const hidden = (layer: number, kind: "sign" | "rotation"): Perturbation => ({
  kind: "hidden",
  layer,
  gradient: "direction",
  move: kind === "sign" ? { kind, epsilon: .25 } : { kind, degrees: 30 },
});

const CASES: readonly Case[] = [
  { name: "rectified linear units", hidden: units("relu") },
  {
    name: "rectified linear units with dropout, half adversarial",
    hidden: units("relu"),
    dropout: true,
    perturbation: fgsm,
  },
  {
    name: "half adversarial by the gradient under dropout",
    hidden: MAXOUT,
    dropout: true,
    perturbation: { ...fgsm, dropout: true },
  },
  {
    name: "adversarial by the gradient under dropout alone",
    hidden: MAXOUT,
    dropout: true,
    cleanWeight: 0,
    perturbation: { ...fgsm, dropout: true },
  },
  { name: "half adversarial, clipped", hidden: MAXOUT, perturbation: { ...fgsm, gradient: "clipped" } },
  { name: "sigmoid units", hidden: units("sigmoid") },
  {
    name: "sigmoid units with dropout, half adversarial",
    hidden: units("sigmoid"),
    dropout: true,
    perturbation: fgsm,
  },
  {
    name: "half rubbish below softmax",
    hidden: MAXOUT,
    dropout: true,
    perturbation: { kind: "rubbish", key },
  },
  {
    name: "half rubbish below sigmoids",
    hidden: MAXOUT,
    head: "bernoulli",
    perturbation: { kind: "rubbish", key },
  },
  { name: "rubbish alone", hidden: MAXOUT, cleanWeight: 0, perturbation: { kind: "rubbish", key } },
  {
    name: "signs added to the first hidden layer",
    hidden: MAXOUT,
    dropout: true,
    perturbation: hidden(0, "sign"),
  },
  { name: "signs added to the last hidden layer", hidden: MAXOUT, perturbation: hidden(1, "sign") },
  {
    name: "signs added to sigmoid units",
    hidden: units("sigmoid"),
    dropout: true,
    perturbation: hidden(0, "sign"),
  },
  {
    name: "the first hidden layer turned",
    hidden: MAXOUT,
    dropout: true,
    perturbation: hidden(0, "rotation"),
  },
  {
    name: "the last hidden layer turned, no clean rows",
    hidden: MAXOUT,
    cleanWeight: 0,
    perturbation: hidden(1, "rotation"),
  },
  {
    name: "rectified linear units turned",
    hidden: units("relu"),
    dropout: true,
    perturbation: hidden(1, "rotation"),
  },
  {
    name: "a differentiable scaled step",
    hidden: MAXOUT,
    perturbation: { kind: "differentiable", move: { kind: "scaled", epsilon: .25 }, gradient: "direction" },
  },
  {
    name: "a differentiable scaled step with dropout",
    hidden: MAXOUT,
    dropout: true,
    perturbation: { kind: "differentiable", move: { kind: "scaled", epsilon: .25 }, gradient: "direction" },
  },
  {
    name: "a differentiable rotation with dropout",
    hidden: MAXOUT,
    dropout: true,
    perturbation: { kind: "differentiable", move: { kind: "rotation", degrees: 30 }, gradient: "direction" },
  },
  {
    name: "differentiable rotations alone",
    hidden: MAXOUT,
    cleanWeight: 0,
    perturbation: { kind: "differentiable", move: { kind: "rotation", degrees: 30 }, gradient: "direction" },
  },
];

const widths = [INPUTS, 5, 6];
const keep = (l: number) => l === 0 ? .8 : .5;

function dropoutOf({ dropout }: Case): (LayerDropout | null)[] {
  return widths.map((_, l) =>
    dropout
      ? { keep: keep(l), scale: 1 / keep(l), key: rng.fork(`d${l}`).key, perturbedKey: rng.fork(`p${l}`).key }
      : null
  );
}

function masksOf({ dropout }: Case, half: "d" | "p", row: number): number[][] {
  if (!dropout) return [];
  return widths.map((width, l) => {
    const bits = rng.fork(`${half}${l}`).bernoulli(BATCH * width, keep(l), STEP);
    return Array.from(bits.subarray(row * width, (row + 1) * width), (bit) => bit * Math.fround(1 / keep(l)));
  });
}

const pixels = uniform(rng.fork("x"), BATCH * INPUTS);
const labels = Array.from({ length: BATCH }, (_, i) => i % 4);

/** The perturbed row's cost; what is constant to the gradient comes from `fixed`. */
function perturbedCost(c: Case, network: OracleNetwork, weights: Weights, fixed: Weights, r: number): number {
  const x = Array.from(pixels.subarray(r * INPUTS, (r + 1) * INPUTS));
  const label = labels[r]!, masks = masksOf(c, "p", r), p = c.perturbation!;
  const cost = (image: number[], of: number | null = label, added = {}) =>
    costOf(network, pass(network, weights, image, { masks, added }).logits, of);
  switch (p.kind) {
    case "fgsm": {
      const way = p.dropout ? { masks: masksOf(c, "d", r) } : {};
      return cost(moved({ ...p, kind: "sign" }, x, gradientsOf(network, fixed, x, label, way).image));
    }
    case "rubbish": {
      const normal = rng.fork("noise").normal(BATCH * INPUTS, STEP);
      return cost(Array.from(normal.subarray(r * INPUTS, (r + 1) * INPUTS), Math.fround), null);
    }
    case "hidden": {
      const h = pass(network, fixed, x, { masks }).hidden[p.layer]!;
      const to = moved(p.move, h, gradientsOf(network, fixed, x, label).hidden[p.layer]!);
      return cost(x, label, { [p.layer]: to.map((v, u) => v - h[u]!) });
    }
    case "differentiable":
      return cost(moved(p.move, x, gradientsOf(network, weights, x, label).image));
    default:
      throw new Error(`no oracle for ${p.kind}`);
  }
}

function objectiveOf({ cleanWeight = .5, perturbation }: Case): Objective {
  return perturbation ? { cleanWeight, perturbation } : { cleanWeight: 1 };
}

for (const c of CASES) {
  Deno.test(`a step's gradients are those of the objective in float64: ${c.name}`, async () => {
    const { head = "softmax", hidden } = c;
    const shape = { inputs: INPUTS, hidden, classes: 4 };
    const network: OracleNetwork = { shape, head };
    const parameters = randomParameters(rng.fork(c.name), shape, .7);
    const weights: Weights = Object.fromEntries(
      Object.entries(parameters).map(([name, values]) => [name, Float64Array.from(values)]),
    );
    const objective = objectiveOf(c);
    const velocities = await withNetwork(2, { ...shape, head, capacity: 4 * BATCH }, (own, device) => {
      own.load(parameters);
      using data = deviceImages(device, pixels, INPUTS, labels);
      using training = own.training(data, {
        batch: BATCH,
        dropout: dropoutOf(c),
        objective,
        optimiser: MOMENTUM,
      });
      training.run([{ step: STEP, offset: 0, learningRate: 1, momentum: 0 }]);
      return own.optimiserState(); // -1 times the gradient
    });
    const { cleanWeight } = objective;
    const whole = (w: Weights) =>
      labels.reduce((sum, label, r) => {
        const x = Array.from(pixels.subarray(r * INPUTS, (r + 1) * INPUTS));
        const clean = costOf(network, pass(network, w, x, { masks: masksOf(c, "d", r) }).logits, label);
        const perturbed = cleanWeight < 1 ? perturbedCost(c, network, w, weights, r) : 0;
        return sum + (cleanWeight * clean + (1 - cleanWeight) * perturbed) / BATCH;
      }, 0);
    for (const [name, expected] of Object.entries(differences(whole, weights))) {
      const largest = expected.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
      expected.forEach((v, i) => {
        const found = -velocities[name]![i]!;
        assert(
          Math.abs(found - v) <= 2e-5 * largest,
          `${name}[${i}] is ${found} instead of ${v}, largest ${largest}`,
        );
      });
    }
  });
}

Deno.test("perturbations of layers that are not there, and differentiable ones of sigmoids, are refused", async () => {
  const refused = (own: Pick<Case, "hidden" | "head">, perturbation: Perturbation, message: string) =>
    withNetwork(1, { inputs: INPUTS, classes: 4, ...own, capacity: 4 * BATCH }, (network, device) => {
      using data = deviceImages(device, pixels, INPUTS, labels);
      const objective = { cleanWeight: .5, perturbation };
      assertThrows(
        () => network.training(data, { batch: BATCH, objective, optimiser: MOMENTUM }),
        RangeError,
        message,
      );
    });
  await refused({ hidden: MAXOUT }, hidden(2, "sign"), "expected 0 to 1");
  await refused({ hidden: MAXOUT }, hidden(-1, "sign"), "expected 0 to 1");
  const scaled: Perturbation = {
    kind: "differentiable",
    move: { kind: "scaled", epsilon: .25 },
    gradient: "direction",
  };
  await refused({ hidden: units("sigmoid") }, scaled, "softmax");
  await refused({ hidden: MAXOUT, head: "bernoulli" }, scaled, "softmax");
  const rotation = { kind: "rotation", degrees: 91 } as const;
  await refused(
    { hidden: MAXOUT },
    { kind: "differentiable", move: rotation, gradient: "direction" },
    "0 to 90",
  );
});
