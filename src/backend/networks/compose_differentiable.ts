/**
 * Adversaries through which the gradient flows (§6): x̃ = x + η(g), g = ∇ₓJ(θ, x) without dropout, where η is smooth.
 * The gradient of J(θ, x̃) by θ is the usual one, with x̃ constant, plus ∇_θ(v·g) with v = (∂η/∂g)ᵀ ∇_x̃ J constant.
 * v·g is the derivative of J(θ, x) along v, and its gradient comes from two more rows per image, both without dropout:
 * the image's own and its tangent, which goes from v through the pieces that won for the image (kernels/tangent.ts;
 * Pearlmutter, "Fast Exact Multiplication by the Hessian", 1994). Which piece wins is constant almost everywhere.
 */
import { angleOf, composeMove } from "./compose_perturbation.ts";
import { composeBackward, composeCost, composeForward, type Composition } from "./compose.ts";
import { rowsOf } from "./maxout_layers.ts";
import type { Scalars } from "../program/scalars.ts";
import { NONE, type Region } from "../devices/wasm/shared_heap.ts";
import type { Perturbation } from "./training_options.ts";

/** The rows of a differentiable adversary. */
export interface Adversary {
  readonly move: Extract<Perturbation, { kind: "differentiable" }>["move"];
  readonly scalars: Scalars;
  /** The images without dropout. */
  readonly images: Composition;
  /** Their tangents: the rows after them. */
  readonly tangents: Composition;
  /** The images' rows, and the place of v, in what the first layer reads. */
  readonly x: Region;
  readonly v: Region;
}

/** @throws {RangeError} for a network that is not made of maxout layers below softmax */
export function checkDifferentiable({ head, layers }: Composition): void {
  if (head !== "softmax" || layers.some(({ activation }) => activation)) {
    throw new RangeError(
      "Cannot compose a differentiable adversary: expected maxout layers with a softmax output",
    );
  }
}

/** The images' gradients, and the perturbed images `output`. */
export function composeAdversary({ move, scalars, images: c, x }: Adversary, output: Region): void {
  composeForward(c, x, []);
  composeCost(c, c.first, c.capacity, c.rows, scalars.double(1), "direction");
  composeBackward(c, [], true);
  const { inputGradient, inputPitch: pitch } = c.memory;
  const gradient = rowsOf(inputGradient, pitch, c.first, c.capacity);
  composeMove(c.builder, scalars, move, { rows: c.rows, input: x, gradient, output, pitch });
}

/**
 * The gradients of v·g by the sums of all layers, in the images' and the tangents' rows; `upstream` is ∇_x̃ J.
 */
export function composeReaction(adversary: Adversary, both: Composition, upstream: Region): void {
  const { move, scalars, images: c, tangents: t, x, v } = adversary;
  const { builder, memory, layers, rows } = c;
  const gradient = rowsOf(memory.inputGradient, memory.inputPitch, c.first, c.capacity);
  const common = { rows, gradient, upstream, output: v, pitch: memory.inputPitch };
  if (move.kind === "scaled") {
    builder.emit("scaledStepAdjoint", { ...common, epsilon: scalars.double(move.epsilon) });
  } else {
    const [, sine] = angleOf(move);
    builder.emit("rotateAdjoint", { ...common, input: x, sine: scalars.double(sine) });
  }
  let input = v;
  let inputPitch = memory.inputPitch;
  layers.forEach(({ units, pieces, weights, pitch: weightPitch }, i) => {
    const { output, winners, pitch } = memory.layers[i]!;
    const won = (of: Composition) => pieces > 1 ? rowsOf(winners, pitch / 4, of.first, of.capacity) : NONE;
    const to = rowsOf(output, pitch, t.first, t.capacity);
    builder.emit("tangent", {
      ...{ rows, units, pieces, input, inputPitch, weights, weightPitch },
      ...{ winners: won(c), output: to, outputPitch: pitch, outputWinners: won(t) },
    });
    input = to;
    inputPitch = pitch;
  });
  const { output, gradient: top, pitch } = memory.layers.at(-1)!;
  builder.emit("softmaxTangent", {
    ...{ rows, classes: layers.at(-1)!.units, logits: rowsOf(output, pitch, c.first, c.capacity) },
    ...{ tangents: input, pitch, labels: rowsOf(memory.labels, 4, c.first, c.capacity) },
    gradient: rowsOf(top, pitch, c.first, c.capacity),
    tangentGradient: rowsOf(top, pitch, t.first, t.capacity),
  });
  composeBackward(both, [], false);
}
