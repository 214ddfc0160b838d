/** What is measured: the matrix products of the paper's maxout networks, and whole training steps. */
import type { NetworkShape } from "../networks/shape.ts";
import { MNIST_SHAPE } from "../../datasets/data_shape.ts";
import type { GemmLayout } from "../devices/wasm/packed_product.ts";

/** Rows of a batch in the recipe. */
export const BATCH = 100;
export const INPUTS = MNIST_SHAPE.inputs;
export const PIECES = 5;
export const CLASSES = MNIST_SHAPE.classes;

/** A maxout network of the paper: two layers of `units` units with five pieces. */
export function paperNetwork(units: number): NetworkShape {
  const hidden = { kind: "maxout", units, pieces: PIECES } as const;
  return { inputs: INPUTS, layers: [hidden, hidden, { kind: "linear", units: CLASSES }], head: "softmax" };
}

/** A product c [m, n] = a · b, operands stored by `layout`. */
export interface GemmCell {
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly layout: GemmLayout;
}

/** For every weight matrix of the networks: forward (nn), weight gradient (tn), input gradient (nt). */
export function gemmCells(units: readonly number[]): GemmCell[] {
  const matrices = units.flatMap((u) => [[INPUTS, PIECES * u], [u, PIECES * u], [u, CLASSES]] as const);
  return matrices.flatMap(([inputs, outputs]): GemmCell[] => [
    { m: BATCH, k: inputs, n: outputs, layout: "nn" },
    { m: inputs, k: BATCH, n: outputs, layout: "tn" },
    { m: BATCH, k: outputs, n: inputs, layout: "nt" },
  ]);
}

export type Mode = "standard" | "adversarial";
export type Input = "dense" | "mnist";

/** A whole training step. */
export interface StepCell {
  readonly model: "maxout";
  readonly mode: Mode;
  readonly input: Input;
  readonly units: number;
}

/** Steps for each size, objective and kind of input. */
export function stepCells(units: readonly number[], inputs: readonly Input[]): StepCell[] {
  return units.flatMap((u) =>
    (["standard", "adversarial"] as const).flatMap((mode) =>
      inputs.map((input): StepCell => ({ model: "maxout", mode, input, units: u }))
    )
  );
}

/**
 * The dense arithmetic of a step's matrix products, in GFLOP, whatever the kernels skip. With F = 2 · Σ over layers
 * of inputs · outputs for one row, and F₁ that of the first layer, a pass of R rows takes R·F forward, R·F for the
 * weight gradients and R·(F - F₁) for the gradients by the layers' inputs. A standard step is one pass of the batch.
 * An adversarial one makes the examples first (batch·F forward, batch·F back to the pixels), then trains on twice
 * the rows.
 */
export function denseGflop({ mode, units }: StepCell): number {
  const first = INPUTS * units * PIECES;
  const all = first + units * units * PIECES + units * CLASSES;
  const pass = (rows: number) => 2 * rows * (3 * all - first);
  const flop = mode === "standard" ? pass(BATCH) : 2 * BATCH * 2 * all + pass(2 * BATCH);
  return flop / 1e9;
}
