/**
 * Perturbed rows of a training step, from the current model with dropout off (§6, appendix A): images along the sign
 * of their gradient, with noise or of nothing but noise, and hidden layers along their gradient.
 */
import { turn } from "../../numeric/elementary.ts";
import {
  composeBackward,
  composeCost,
  composeForward,
  composeHiddenGradient,
  type Composition,
  type Intervention,
} from "./compose.ts";
import { rowsOf } from "./maxout_layers.ts";
import type { Cell, ProgramBuilder } from "../program/program.ts";
import type { Scalars } from "../program/scalars.ts";
import type { Region } from "../devices/wasm/shared_heap.ts";
import type { Perturbation, RotationMove, ScaledMove, SignMove } from "./training_options.ts";

/** Rows that move along gradients of the same size; `output` may be the input. */
export interface MovedRows {
  readonly rows: Cell<"cellInt">;
  readonly input: Region;
  readonly gradient: Region;
  readonly output: Region;
  readonly pitch: number;
}

/**
 * Cosine and sine of an angle.
 *
 * @throws {RangeError} for an angle out of range
 */
export function angleOf({ degrees }: RotationMove): [number, number] {
  if (!(degrees >= 0 && degrees <= 90)) {
    throw new RangeError(`Cannot compose training: the angle is ${degrees}, expected 0 to 90 degrees`);
  }
  return turn(degrees / 360);
}

/** Moves rows along their gradients. */
export function composeMove(
  builder: ProgramBuilder,
  scalars: Scalars,
  move: SignMove | RotationMove | ScaledMove,
  moved: MovedRows,
): void {
  if (move.kind === "sign") {
    builder.emit("signStep", { ...moved, epsilon: scalars.float(move.epsilon) });
  } else if (move.kind === "scaled") {
    builder.emit("scaledStep", { ...moved, epsilon: scalars.double(move.epsilon) });
  } else {
    const [cosine, sine] = angleOf(move);
    builder.emit("rotate", { ...moved, cosine: scalars.double(cosine), sine: scalars.double(sine) });
  }
}

/** What a perturbation is composed for: the clean rows, and the cell with the number of the step. */
export interface Perturbed {
  readonly clean: Composition;
  readonly scalars: Scalars;
  readonly step: Cell<"cellInt">;
}

/** The perturbed images of a batch, in the second half of `inputs`; the clean ones are in the first. */
export function composePerturbedImages(
  { clean: c, scalars, step }: Perturbed,
  perturbation: Extract<Perturbation, { kind: "fgsm" | "uniform" | "sign" | "rubbish" }>,
): void {
  const { builder, memory, rows, capacity: batch } = c;
  const pitch = memory.inputPitch;
  const input = rowsOf(memory.inputs, pitch, 0, batch);
  const output = rowsOf(memory.inputs, pitch, batch, batch);
  if (perturbation.kind === "fgsm") {
    composeForward(c, input, []);
    composeCost(c, c.first, c.capacity, c.rows, scalars.double(1), perturbation.gradient ?? "direction");
    composeBackward(c, [], true);
    const gradient = rowsOf(memory.inputGradient, pitch, 0, batch);
    const move = { kind: "sign", epsilon: perturbation.epsilon } as const;
    composeMove(builder, scalars, move, { rows, input, gradient, output, pitch });
    return;
  }
  const columns = c.layers[0]!.inputs;
  const draws = { rows, columns, key: scalars.words(...perturbation.key), substream: step, output, pitch };
  if (perturbation.kind === "rubbish") {
    builder.emit("normalNoise", draws);
    return;
  }
  const epsilon = scalars.float(perturbation.epsilon);
  builder.emit(perturbation.kind === "uniform" ? "uniformNoise" : "signNoise", { ...draws, epsilon, input });
}

/**
 * The gradient of the clean rows by a hidden layer, and what a later forward pass does with it: the layer's output in
 * the rows from `perturbedRow` on moves along it, before the layer's dropout mask.
 *
 * @throws {RangeError} when there is no such hidden layer
 */
export function composeHiddenPerturbation(
  { clean: c, scalars }: Perturbed,
  { layer, move, gradient = "direction" }: Extract<Perturbation, { kind: "hidden" }>,
  perturbedRow: number,
): Intervention {
  const { builder, memory, rows, capacity: batch } = c;
  if (!Number.isInteger(layer) || layer < 0 || layer >= c.layers.length - 1) {
    throw new RangeError(
      `Cannot perturb hidden layer ${layer}: expected 0 to ${c.layers.length - 2}`,
    );
  }
  composeForward(c, rowsOf(memory.inputs, memory.inputPitch, 0, batch), []);
  composeCost(c, c.first, c.capacity, c.rows, scalars.double(1), gradient);
  composeHiddenGradient(c, layer);
  const own = memory.layers[layer]!;
  const { pitch } = own;
  const output = rowsOf(own.output, pitch, perturbedRow, batch);
  const direction = rowsOf(own.gradient, pitch, 0, batch);
  const emit = () =>
    composeMove(builder, scalars, move, { rows, input: output, gradient: direction, output, pitch });
  return { layer, emit };
}
