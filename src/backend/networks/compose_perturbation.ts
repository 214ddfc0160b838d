/**
 * Perturbed rows of a training step, from the current model with dropout off (§6, appendix A): images along the sign
 * of their gradient, with noise or of nothing but noise, and hidden layers along their gradient.
 */
import { turn } from "../../numeric/elementary.ts";
import type { ProgramBuilder } from "../program/program.ts";
import { type Region, rowsOf } from "../program/region.ts";
import type { Cell } from "../program/cell.ts";
import type { Scalars } from "../program/scalars.ts";
import { composeBackward, composeCost, composeForward, composeHiddenGradient } from "./compose.ts";
import { composeCleanDropout, composeDropoutGradient } from "./compose_dropout.ts";
import type { Perturbed, Step } from "./step.ts";
import type { Perturbation, RotationMove, ScaledMove, SignMove } from "./training_options.ts";

/** Rows that move along gradients of the same size; `output` may be the input. */
export interface MovedRows {
  readonly rows: Cell<"i32">;
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

/** Images along the sign of their gradient, without dropout or under the masks of the clean rows. */
export function composeFgsm(
  step: Step,
  { epsilon, gradient: kind, dropout: masked = false }: Extract<Perturbation, { kind: "fgsm" }>,
): Perturbed {
  const { clean: c, options: { builder, scalars, network, dropout, memory: { masks: all } } } = step;
  const input = step.images(false);
  const pitch = network.memory.inputPitch;
  const first = masked ? dropout[0] : null;
  const masks = masked ? all : [];
  if (masked) composeCleanDropout(step);
  const seen = first ? rowsOf(step.options.memory.dropped, pitch, 0, step.batch) : input;
  composeForward(c, seen, masks);
  composeCost(c, scalars.double(1), kind);
  composeBackward(c, seen, { masks, toInput: true });
  const gradient = step.inputGradient(c);
  if (first) composeDropoutGradient(step, first, gradient, false);
  composeMove(builder, scalars, { kind: "sign", epsilon }, {
    ...{ rows: c.rows, input, gradient, output: step.images(true), pitch },
  });
  return {};
}

/** Images with noise, or of nothing but noise. */
export function composeNoise(
  step: Step,
  perturbation: Extract<Perturbation, { kind: "uniform" | "sign" | "rubbish" }>,
): Perturbed {
  const { builder, scalars, network, batchRows: rows, number } = step.options;
  const { inputPitch: pitch } = network.memory;
  const columns = network.layers[0]!.inputs;
  const key = scalars.words(...perturbation.key);
  const draws = { rows, columns, key, substream: number, output: step.images(true), pitch };
  if (perturbation.kind === "rubbish") builder.emit("normalNoise", draws);
  else {
    const epsilon = scalars.float(perturbation.epsilon);
    const noise = perturbation.kind === "uniform" ? "uniformNoise" : "signNoise";
    builder.emit(noise, { ...draws, epsilon, input: step.images(false) });
  }
  return {};
}

/**
 * The gradient of the clean rows by a hidden layer, and what a later forward pass does with it: the layer's output in
 * the perturbed rows moves along it, before the layer's dropout mask.
 *
 * @throws {RangeError} when there is no such hidden layer
 */
export function composeHiddenPerturbation(
  step: Step,
  { layer, move, gradient: kind }: Extract<Perturbation, { kind: "hidden" }>,
): Perturbed {
  const { clean: c, batch, options: { builder, scalars, network: { layers } } } = step;
  if (!Number.isInteger(layer) || layer < 0 || layer >= layers.length - 1) {
    throw new RangeError(
      `Cannot perturb hidden layer ${layer}: expected 0 to ${layers.length - 2}`,
    );
  }
  const input = step.images(false);
  composeForward(c, input);
  composeCost(c, scalars.double(1), kind);
  composeHiddenGradient(c, input, layer);
  const { output: outputs, gradient: gradients, pitch } = layers[layer]!;
  const output = rowsOf(outputs, pitch, step.perturbed.first, batch);
  const gradient = rowsOf(gradients, pitch, 0, batch);
  const emit = () =>
    composeMove(builder, scalars, move, { rows: c.rows, input: output, gradient, output, pitch });
  return { intervention: { layer, emit } };
}
