/** Cases of the instructions that make rows: from a data set, at random, along a gradient. */
import { threefry2x32 } from "../../../../src/random/threefry.ts";
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

/** A threshold, which may be one of the draws, and the scale of what is kept. */
function kept(d: Draw, { key, substream }: { key: Uint32Array; substream: number }) {
  const words = new Uint32Array(2);
  threefry2x32(key[0]!, key[1]!, d.pick(0, 1), substream, words, 0);
  const threshold = Math.round(d.pick(.5, .8, 1, d.unit()) * 2 ** 32) - 1;
  return { threshold: d.pick(threshold, words[0]!, words[1]!), scale: d.pick(1, 2, 1.25) };
}

/** What has 2^31 as its first draw, found by trying. */
const HALF = { key: Uint32Array.of(86677708, 19), substream: 0 };

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
  const factor = d.pick(2, -2);
  const gradient = d.chance(.2) ? input.map((v) => v === 0 ? v : factor * v) : d.matrix(shape);
  return { shape, operands: { rows: shape.rows, input, gradient, pitch: shape.pitch } };
}

export const IMAGES: Drawn<
  | ("gatherBytes" | "gatherFloats" | "gatherLabels" | "unlabel")
  | ("mask" | "maskFrom" | "dropout" | "uniformNoise" | "signNoise" | "normalNoise")
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
    return { ...operands, ...kept(d, operands), output: d.matrix(shape) };
  },
  maskFrom(d) {
    const { shape, operands } = draws(d);
    const first = d.pick(0, 1, 2, 60_000, d.size());
    return { ...operands, ...kept(d, operands), first, output: d.matrix(shape) };
  },
  dropout(d) {
    const { shape, operands } = draws(d);
    return { ...operands, ...kept(d, operands), input: d.matrix(shape), output: d.output(shape, "input") };
  },
  uniformNoise: moved,
  signNoise(d) {
    const given = moved(d);
    return d.chance(.2) ? { ...given, ...HALF } : given;
  },
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
    const upstream = d.chance(.2) ? (gradient.map((v) => 2 * v)) : d.matrix(shape), output = d.matrix(shape);
    return { rows, gradient, pitch, epsilon: d.pick(0, .25, d.unit()), upstream, output };
  },
};
