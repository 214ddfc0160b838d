/**
 * Adversaries through which the gradient flows (§6): x̃ = x + η(g), g = ∇ₓJ(θ, x) without dropout, where η is smooth.
 * The gradient of J(θ, x̃) by θ is the usual one, with x̃ constant, plus ∇_θ(v·g) with v = (∂η/∂g)ᵀ ∇_x̃ J constant.
 * v·g is the derivative of J(θ, x) along v, and its gradient comes from two more rows per image, both without dropout:
 * the image's own and its tangent, which goes from v through the pieces that won for the image
 * (Pearlmutter, "Fast Exact Multiplication by the Hessian", 1994). Which piece wins is constant almost everywhere.
 */
import { type Region, rowsOf } from "../program/region.ts";
import { composeBackward, composeCost, composeForward, type Composition } from "./compose.ts";
import { composeDropoutGradient } from "./compose_dropout.ts";
import { angleOf, composeMove } from "./compose_perturbation.ts";
import { ownRows } from "./rows.ts";
import type { Perturbed, Step } from "./step.ts";
import type { Perturbation } from "./training_options.ts";

type Differentiable = Extract<Perturbation, { kind: "differentiable" }>;
type Move = Differentiable["move"];

/** The images without dropout, and their tangents in the rows after them. */
interface Adversary {
  readonly images: Composition;
  readonly tangents: Composition;
}

/** @throws {RangeError} for a network that is not made of piecewise linear layers below softmax */
function checkDifferentiable({ network: { head, layers } }: Composition): void {
  if (head !== "softmax" || layers.some(({ tangent }) => tangent === undefined)) {
    throw new RangeError(
      "Cannot compose a differentiable adversary: expected maxout layers with a softmax output",
    );
  }
}

/** The perturbed images, and how the gradient of the parameters reacts to them. */
export function composeDifferentiable(step: Step, { move, gradient: kind }: Differentiable): Perturbed {
  const { batch, all, options: { builder, scalars, batches, batchRows, network: { memory } } } = step;
  const images = step.rows(all.capacity, batch, batchRows);
  const tangents = step.rows(all.capacity + batch, batch, batchRows);
  checkDifferentiable(images);
  const { inputPitch: pitch } = memory;
  const x = step.seen(images);
  batches.composeImages(builder, x, pitch);
  batches.composeLabels(builder, ownRows(images, memory.labels, 4));
  composeForward(images, x);
  composeCost(images, scalars.double(1), kind);
  composeBackward(images, x, { toInput: true });
  const gradient = step.inputGradient(images);
  composeMove(builder, scalars, move, {
    ...{ rows: images.rows, input: x, gradient, output: step.images(true), pitch },
  });
  return { reaction: () => composeReaction(step, move, { images, tangents }) };
}

/** Emits the gradients of v·g by the sums of all layers, in the images' and the tangents' rows. */
function composeReaction(step: Step, move: Move, { images: c, tangents: t }: Adversary) {
  const { batch, all, options: { builder, scalars, dropout, network: { layers, memory } } } = step;
  const upstream = composeUpstream(step, dropout[0] ?? null);
  const { inputPitch } = memory;
  const x = step.seen(c);
  const v = step.seen(t);
  const common = { rows: c.rows, gradient: step.inputGradient(c), upstream, output: v, pitch: inputPitch };
  if (move.kind === "scaled") {
    builder.emit("scaledStepAdjoint", { ...common, epsilon: scalars.double(move.epsilon) });
  } else {
    const [, sine] = angleOf(move);
    builder.emit("rotateAdjoint", { ...common, input: x, sine: scalars.double(sine) });
  }
  let input = { region: v, pitch: inputPitch };
  for (const layer of layers) {
    layer.tangent!(c, t, input);
    input = { region: ownRows(t, layer.output, layer.pitch), pitch: layer.pitch };
  }
  const { output, gradient, units, pitch } = layers.at(-1)!;
  builder.emit("softmaxTangent", {
    ...{ rows: c.rows, classes: units, logits: ownRows(c, output, pitch), tangents: input.region, pitch },
    labels: rowsOf(memory.labels, 4, c.first, c.capacity),
    gradient: ownRows(c, gradient, pitch),
    tangentGradient: ownRows(t, gradient, pitch),
  });
  const both = step.rows(c.first, 2 * batch);
  composeBackward(both, step.seen(both), { toInput: false });
  return { rows: all.capacity + 2 * batch, tangents: batch };
}

/** ∇_x̃ J, by the perturbed images before their dropout. */
function composeUpstream(step: Step, dropout: Step["options"]["dropout"][number]): Region {
  const { perturbed } = step;
  composeBackward(perturbed, step.seen(perturbed), { toInput: true, from: 0 });
  const upstream = step.inputGradient(perturbed);
  if (dropout) composeDropoutGradient(step, dropout, upstream, true);
  return upstream;
}
