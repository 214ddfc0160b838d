/** Cases of the instructions that make rows: from a data set, at random, along a gradient. */
import { turn } from "../../../../src/numeric/elementary.ts";
import type { Draw } from "./draw.ts";
import type { Drawn } from "./given.ts";

/** Rows by their numbers, of a data set of `images` images. */
function gathered(d: Draw) {
  const { rows, capacity, columns, pitch } = d.shape(d.size(), d.size(109)), images = d.some();
  const offset = d.pick(0, 1, 6);
  const index = Uint32Array.from(d.integers(offset + rows, images));
  const output = d.matrix({ rows, capacity, columns, pitch });
  return { images, operands: { rows, index, offset, columns, output, pitch } };
}

/** A shape and what random numbers of that shape are drawn from. */
function draws(d: Draw) {
  const shape = d.shape(d.size(), d.size(109, 211));
  const { rows, columns, pitch } = shape;
  const key = Uint32Array.from(d.integers(2, 2 ** 32));
  return { shape, operands: { rows, columns, key, substream: d.pick(0, 1, 77, 2 ** 31 - 1), pitch } };
}

const kept = (d: Draw) => ({
  threshold: Math.round(d.pick(.5, .8, 1, d.unit()) * 2 ** 32) - 1,
  scale: d.pick(1, 2, 1.25),
});

/** Noise, or a step, on top of an input. */
function moved(d: Draw) {
  const { shape, operands } = draws(d);
  const epsilon = d.pick(0, .25, d.unit());
  return { ...operands, epsilon, input: d.matrix(shape), output: d.output(shape, "input") };
}

/** An input with a gradient, which may be along it. */
function steered(d: Draw) {
  const shape = d.shape(d.size(), d.size(109));
  const input = d.matrix(shape);
  const gradient = d.chance(.15) ? input.map((v) => 2 * v) : d.matrix(shape);
  return { shape, operands: { rows: shape.rows, input, gradient, pitch: shape.pitch } };
}

export const IMAGES: Drawn<
  | ("gatherBytes" | "gatherFloats" | "gatherLabels" | "unlabel")
  | ("mask" | "dropout" | "uniformNoise" | "signNoise" | "normalNoise")
  | ("signStep" | "rotate" | "rotateAdjoint" | "scaledStep" | "scaledStepAdjoint")
> = {
  gatherBytes(d) {
    const { images, operands } = gathered(d);
    return { ...operands, data: Uint8Array.from(d.integers(images * operands.columns, 256)) };
  },
  gatherFloats(d) {
    const { images, operands } = gathered(d);
    return { ...operands, data: d.floats(images * operands.columns) };
  },
  gatherLabels(d) {
    const { images, operands: { rows, index, offset } } = gathered(d);
    const labels = Uint8Array.from(d.integers(images, 256));
    return { rows, labels, index, offset, output: Int32Array.from(d.integers(rows + 2, 9)) };
  },
  unlabel(d) {
    const rows = d.size();
    return { rows, output: Int32Array.from(d.integers(rows + 2, 9)) };
  },
  mask(d) {
    const { shape, operands } = draws(d);
    return { ...operands, ...kept(d), output: d.matrix(shape) };
  },
  dropout(d) {
    const { shape, operands } = draws(d);
    return { ...operands, ...kept(d), input: d.matrix(shape), output: d.output(shape, "input") };
  },
  uniformNoise: moved,
  signNoise: moved,
  normalNoise(d) {
    const { shape, operands } = draws(d);
    return { ...operands, output: d.matrix(shape) };
  },
  signStep(d) {
    const { shape, operands } = steered(d);
    return { ...operands, epsilon: d.pick(0, .25, d.unit()), output: d.output(shape, "input") };
  },
  rotate(d) {
    const { shape, operands } = steered(d);
    const [cosine, sine] = turn(d.unit());
    return { ...operands, cosine, sine, output: d.output(shape, "input") };
  },
  rotateAdjoint(d) {
    const { shape, operands } = steered(d);
    return { ...operands, sine: turn(d.unit())[1], upstream: d.matrix(shape), output: d.matrix(shape) };
  },
  scaledStep(d) {
    const { shape, operands } = steered(d);
    return { ...operands, epsilon: d.pick(0, .25, d.unit()), output: d.output(shape, "input") };
  },
  scaledStepAdjoint(d) {
    const { shape, operands: { rows, gradient, pitch } } = steered(d);
    const [upstream, output] = [d.matrix(shape), d.matrix(shape)];
    return { rows, gradient, pitch, epsilon: d.pick(0, .25, d.unit()), upstream, output };
  },
};
