/**
 * The oracle: a maxout network in plain float64 loops, as the formulas are written, with nothing skipped, blocked or
 * fused. Weights are [inputs, units · pieces], as in the store.
 */
import type { Parameters } from "../../../src/backend/networks/layers/layer.ts";
import { layersOf, type SmallShape } from "../support.ts";

/** One row through the network. */
export interface OracleRow {
  readonly loss: number;
  readonly logits: number[];
  readonly inputGradient: number[];
}

/** Gradients of Σ over rows of weight · cost, by parameter name, and what was found for each row. */
export interface OracleResult {
  readonly gradients: Record<string, Float64Array>;
  readonly rows: OracleRow[];
}

type Cost = (logits: number[], label: number) => { loss: number; gradient: number[] };

const softmaxCost: Cost = (logits, label) => {
  const largest = Math.max(...logits);
  const e = logits.map((z) => Math.exp(z - largest));
  const sum = e.reduce((a, b) => a + b);
  return {
    loss: Math.log(sum) + largest - logits[label]!,
    gradient: e.map((v, c) => v / sum - (c === label ? 1 : 0)),
  };
};

const bernoulliCost: Cost = (logits, label) => {
  const target = (c: number) => logits.length === 1 ? label : c === label ? 1 : 0;
  const p = logits.map((z) => 1 / (1 + Math.exp(-z)));
  return {
    loss: p.reduce((sum, v, c) => sum - Math.log(target(c) ? v : 1 - v), 0),
    gradient: p.map((v, c) => v - target(c)),
  };
};

/** Settings of the oracle: `masks[l][row]` multiplies the input of layer l. */
export interface OracleOptions {
  readonly head?: "softmax" | "bernoulli";
  readonly masks?: readonly (number[][] | undefined)[];
  readonly rowWeights?: readonly number[];
}

/** Forward and backward of the rows `x`. */
export function oracle(
  shape: SmallShape,
  parameters: Parameters,
  x: readonly ArrayLike<number>[],
  labels: readonly number[],
  { head = "softmax", masks = [], rowWeights = x.map(() => 1 / x.length) }: OracleOptions = {},
): OracleResult {
  const layers = layersOf(shape);
  const gradients = Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, new Float64Array(value.length)]),
  );
  const rows = x.map((row, r) => {
    const mask = (l: number, values: number[]) => values.map((v, k) => v * (masks[l]?.[r]?.[k] ?? 1));
    const inputs: number[][] = [];
    const winners: number[][] = [];
    let values = Array.from(row);
    layers.forEach(({ name, units, pieces }, l) => {
      const W = parameters[`${name}/W`]!;
      const b = parameters[`${name}/b`]!;
      const input = mask(l, values);
      inputs.push(input);
      winners.push([]);
      values = Array.from({ length: units }, (_, u) => {
        let best = -Infinity;
        for (let p = 0; p < pieces; p++) {
          const column = u * pieces + p;
          let z = b[column]!;
          input.forEach((v, k) => z += v * W[k * units * pieces + column]!);
          if (z > best) best = z, winners[l]![u] = column;
        }
        return best;
      });
    });
    const { loss, gradient } = (head === "softmax" ? softmaxCost : bernoulliCost)(values, labels[r]!);
    let d = gradient;
    for (let l = layers.length - 1; l >= 0; l--) {
      const { name, units, pieces } = layers[l]!;
      const W = parameters[`${name}/W`]!;
      const below = inputs[l]!.map(() => 0);
      d.forEach((g, u) => {
        const column = winners[l]![u]!;
        gradients[`${name}/b`]![column]! += rowWeights[r]! * g;
        inputs[l]!.forEach((v, k) => {
          const at = k * units * pieces + column;
          gradients[`${name}/W`]![at]! += rowWeights[r]! * g * v;
          below[k]! += g * W[at]!;
        });
      });
      d = mask(l, below);
    }
    return { loss, logits: values, inputGradient: d };
  });
  return { gradients, rows };
}
