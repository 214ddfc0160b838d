/**
 * The objectives of §6 and appendix A in plain float64, as functions of the parameters: what is constant to the
 * gradient is computed from parameters of its own, so that finite differences see what the kernels must.
 */
import type { Activation } from "../../../src/backend/networks/layers/activated.ts";
import type { SmallShape, Units } from "../support.ts";
import type { RotationMove, ScaledMove, SignMove } from "../../../src/backend/networks/training_options.ts";

/** Parameters as the store names them, in float64. */
export type Weights = Readonly<Record<string, Float64Array>>;

/** A network for the oracle. */
export interface OracleNetwork {
  readonly shape: SmallShape;
  readonly head: "softmax" | "bernoulli";
}

/** A row through the network. */
export interface Passed {
  readonly logits: number[];
  /** Outputs of the hidden layers, before masks. */
  readonly hidden: number[][];
  readonly inputs: number[][];
  readonly winners: number[][];
}

/** What happens to a row on its way: `masks[l]` multiplies the input of layer l, `added[l]` the output of layer l. */
export interface Way {
  readonly masks?: readonly (number[] | undefined)[];
  readonly added?: Readonly<Record<number, number[]>>;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const activate = (x: number, activation?: Activation) =>
  activation === "relu" ? Math.max(0, x) : activation === "sigmoid" ? sigmoid(x) : x;
const slope = (y: number, activation?: Activation) =>
  activation === "relu" ? Number(y > 0) : activation === "sigmoid" ? y * (1 - y) : 1;

function layersOf({ hidden, classes }: SmallShape): (Units & { name: string })[] {
  return [...hidden.map((h, i) => ({ ...h, name: `h${i}` })), { name: "y", units: classes, pieces: 1 }];
}

/** Forward. */
export function pass({ shape }: OracleNetwork, weights: Weights, x: number[], way: Way = {}): Passed {
  const hidden: number[][] = [], inputs: number[][] = [], winners: number[][] = [];
  let values = x;
  layersOf(shape).forEach(({ name, units, pieces, activation }, l) => {
    const W = weights[`${name}/W`]!, b = weights[`${name}/b`]!;
    const input = values.map((v, k) => v * (way.masks?.[l]?.[k] ?? 1));
    inputs.push(input);
    winners.push([]);
    values = Array.from({ length: units }, (_, u) => {
      const sums = Array.from({ length: pieces }, (_, p) => {
        const column = u * pieces + p;
        return input.reduce((sum, v, k) => sum + v * W[k * units * pieces + column]!, b[column]!);
      });
      winners[l]![u] = u * pieces + sums.indexOf(Math.max(...sums));
      return activate(Math.max(...sums), activation);
    });
    hidden.push(values);
    values = values.map((v, u) => v + (way.added?.[l]?.[u] ?? 0));
  });
  return { logits: values, hidden, inputs, winners };
}

/** Targets of a row: a class, or null for none. */
export function costOf({ head }: OracleNetwork, logits: number[], label: number | null): number {
  if (head === "bernoulli") {
    return logits.reduce((sum, z, c) => sum - Math.log(c === label ? sigmoid(z) : sigmoid(-z)), 0);
  }
  const total = Math.log(logits.reduce((sum, z) => sum + Math.exp(z), 0));
  if (label !== null) return total - logits[label]!;
  return total - logits.reduce((a, b) => a + b) / logits.length;
}

/** Gradients of a labelled row's cost by the output of every hidden layer (before masks) and by the image, last. */
export function gradientsOf(
  network: OracleNetwork,
  weights: Weights,
  x: number[],
  label: number,
  way: Way = {},
) {
  const { logits, hidden, winners } = pass(network, weights, x, way);
  const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
  let d = logits.map((z, c) =>
    (network.head === "softmax" ? Math.exp(z) / total : sigmoid(z)) - (c === label ? 1 : 0)
  );
  const layers = layersOf(network.shape);
  const gradients: number[][] = [];
  for (let l = layers.length - 1; l >= 0; l--) {
    const { name, units, pieces, activation } = layers[l]!;
    const W = weights[`${name}/W`]!, width = l === 0 ? x.length : layers[l - 1]!.units;
    const own = d.map((g, u) => g * slope(hidden[l]![u]!, activation));
    d = Array.from(
      { length: width },
      (_, k) =>
        own.reduce((sum, g, u) => sum + g * W[k * units * pieces + winners[l]![u]!]!, 0) *
        (way.masks?.[l]?.[k] ?? 1),
    );
    gradients.unshift(d);
  }
  return { image: gradients[0]!, hidden: gradients.slice(1) };
}

const dot = (a: number[], b: number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

/** How a row moves along its gradient. */
export function moved(
  move: SignMove | ScaledMove | RotationMove,
  x: number[],
  g: number[],
): number[] {
  if (move.kind === "sign") return x.map((v, k) => v + move.epsilon * Math.sign(g[k]!));
  if (move.kind === "scaled") {
    const factor = move.epsilon * g.reduce((sum, v) => sum + Math.abs(v), 0) / dot(g, g);
    return x.map((v, k) => v + factor * g[k]!);
  }
  const angle = move.degrees * Math.PI / 180;
  const along = dot(x, g) / dot(x, x);
  const o = g.map((v, k) => v - along * x[k]!);
  const factor = Math.sin(angle) * Math.sqrt(dot(x, x) / dot(o, o));
  return x.map((v, k) => Math.cos(angle) * v + factor * o[k]!);
}

/** Central differences of a function of the parameters, at `weights`. */
export function differences(f: (weights: Weights) => number, weights: Weights): Record<string, Float64Array> {
  const step = 1e-5;
  return Object.fromEntries(
    Object.entries(weights).map(([name, values]) => [
      name,
      values.map((v, i) => {
        const at = (by: number) => f({ ...weights, [name]: values.with(i, v + by) });
        return (at(step) - at(-step)) / (2 * step);
      }),
    ]),
  );
}
