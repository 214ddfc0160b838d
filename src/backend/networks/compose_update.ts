/** The end of a training step: gradients by the weights, momentum, L1 weight decay and max-norm of every layer. */
import { type Composition, ownRows, winnersOf } from "./compose.ts";
import type { Cell } from "../program/program.ts";
import type { Region } from "../devices/wasm/shared_heap.ts";

/** Scalars of the optimiser. */
export interface UpdateCells {
  readonly learningRate: Cell<"cellFloat">;
  readonly momentum: Cell<"cellFloat">;
  readonly maxNorm: Cell<"cellFloat">;
  /** Coefficient of the sum of |w| over the first layer, and a zero for the others. */
  readonly l1: Cell<"cellFloat">;
  readonly zero: Cell<"cellFloat">;
  /** Rows from this one on are tangents: they went through the layers without biases. */
  readonly biasRows: Cell<"cellInt">;
}

/** Updates all layers; `input` is what the first one saw. */
export function composeUpdates(c: Composition, input: Region, cells: UpdateCells): void {
  const { builder, layers, memory, rows } = c;
  layers.forEach((layer, i) => {
    const { gradient, pitch } = memory.layers[i]!;
    const below = memory.layers[i - 1];
    const { learningRate, momentum, maxNorm, biasRows } = cells;
    builder.emit("update", {
      rows,
      units: layer.units,
      pieces: layer.pieces,
      gradient: ownRows(c, gradient, pitch),
      gradientPitch: pitch,
      winners: winnersOf(c, i),
      input: below ? ownRows(c, below.output, below.pitch) : input,
      inputPitch: below ? below.pitch : memory.inputPitch,
      weights: layer.weights,
      velocity: layer.velocity,
      weightPitch: layer.pitch,
      bias: layer.bias,
      biasVelocity: layer.biasVelocity,
      learningRate,
      momentum,
      maxNorm,
      l1: i === 0 ? cells.l1 : cells.zero,
      biasRows,
    });
  });
}
