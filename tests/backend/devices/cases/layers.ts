/** Cases of layers: forward, backward, update, and what is done element by element between them. */
import type { Draw, Shape } from "./draw.ts";
import type { Drawn } from "./given.ts";

/** One unit or more of some pieces each over inputs, with rows of inputs and rows of outputs. */
function layer(d: Draw, columns: number, units: number) {
  const pieces = d.pick(1, 1, 2, 3, 5, 5, 7, 10, 12);
  const below = d.shape(d.size(), columns), above: Shape = { ...below, ...sized(d, units) };
  const weights = d.shape(units * pieces, columns);
  const winners = pieces > 1 && d.chance(.8);
  const biases = () => d.floats(weights.capacity);
  return { below, above, pieces, units, weights, biases, winners };
}

const sized = (d: Draw, columns: number) => {
  const { pitch } = d.shape(0, columns);
  return { columns, pitch };
};

/** Two rows of the same shape in, one out. */
function pairs(d: Draw) {
  const shape = d.shape(d.size(), d.size(109));
  return { shape, rows: shape.rows, pitch: shape.pitch };
}

/** The norm of this lies between two float32, and the last squares decide for one of them, if they are added first. */
const TIE = [1, 2 ** -12, 2 ** -12, 2 ** -24, ...new Array<number>(8).fill(2 ** -27)];

export const LAYERS: Drawn<
  | ("forward" | "inputGradient" | "update" | "tangent")
  | ("activation" | "activationGradient" | "clipCost" | "multiply" | "addScaled" | "rowNorms")
> = {
  forward(d) {
    const { below, above, pieces, units, weights, biases, winners } = layer(
      d,
      d.size(167, 331),
      d.some(41, 83),
    );
    return {
      ...{ rows: below.rows, columns: below.columns, units, pieces },
      ...{ input: d.matrix(below), inputPitch: below.pitch },
      ...{ weights: d.matrix(weights), weightPitch: weights.pitch, bias: biases() },
      mask: d.chance(.5) ? d.mask(above) : null,
      ...{ output: d.matrix(above), outputPitch: above.pitch },
      winners: winners ? d.winners(above, 256) : null,
    };
  },
  inputGradient(d) {
    const { below, above, pieces, units, weights, winners } = layer(d, d.size(41, 83, 409), d.some(163, 331));
    return {
      ...{ rows: below.rows, units, pieces, gradient: d.matrix(above), gradientPitch: above.pitch },
      winners: winners ? d.winners(above, pieces) : null,
      ...{ weights: d.matrix(weights), weightPitch: weights.pitch },
      mask: d.chance(.5) ? d.mask(below) : null,
      output: d.matrix(below),
    };
  },
  update(d) {
    // one input or more: the kernel tells rows apart by where they begin
    const { below, above, pieces, units, weights, biases, winners } = layer(
      d,
      d.some(41, 59, 109),
      d.some(41),
    );
    return {
      ...{ rows: below.rows, units, pieces, gradient: d.matrix(above), gradientPitch: above.pitch },
      winners: winners ? d.winners(above, pieces) : null,
      ...{ input: d.matrix(below), inputPitch: below.pitch },
      ...{ weights: d.matrix(weights), velocity: d.matrix(weights), weightPitch: weights.pitch },
      ...{ bias: biases(), biasVelocity: biases() },
      ...{ learningRate: d.pick(1, .1, d.unit()), momentum: d.pick(0, .5, d.unit()) },
      ...{ maxNorm: d.pick(.01, .5, 2, Infinity), l1: d.pick(0, 0, .001, .25) },
      biasRows: d.pick(below.rows, below.rows >> 1, 0, 1000),
    };
  },
  tangent(d) {
    const { below, above, pieces, units, weights, winners } = layer(d, d.size(109), d.some(41));
    return {
      ...{ rows: below.rows, units, pieces, input: d.matrix(below), inputPitch: below.pitch },
      ...{ weights: d.matrix(weights), weightPitch: weights.pitch },
      winners: winners ? d.winners(above, pieces) : null,
      ...{ output: d.matrix(above), outputPitch: above.pitch },
      outputWinners: winners ? d.winners(above, 256) : null,
    };
  },
  activation(d) {
    const { shape, rows, pitch } = pairs(d);
    const kind = d.pick("relu", "sigmoid"), mask = d.chance(.5) ? d.mask(shape) : null;
    const output = d.output(shape, "input");
    return { rows, columns: shape.columns, kind, input: d.matrix(shape), mask, output, pitch };
  },
  activationGradient(d) {
    const { shape, rows, pitch } = pairs(d);
    const kind = d.pick("relu", "sigmoid");
    return { rows, kind, input: d.matrix(shape), gradient: d.matrix(shape), pitch };
  },
  clipCost(d) {
    const { shape, rows, pitch } = pairs(d);
    const bounds = [1.0000000500000033e-7, 16.11809565095832].flatMap((loss) => [
      ...[loss, loss * (1 - 2 ** -52), loss * (1 + 2 ** -52)],
    ]);
    const losses = d.doubles(shape.capacity).map((u) => d.pick(u, d.pick(...bounds), 0, Infinity));
    return { rows, losses, gradient: d.matrix(shape), pitch };
  },
  multiply(d) {
    const { shape, rows, pitch } = pairs(d);
    const [input, factor] = [d.matrix(shape), d.matrix(shape)];
    return { rows, input, factor, output: d.output(shape, "input"), pitch };
  },
  addScaled(d) {
    const { shape, rows, pitch } = pairs(d);
    const [a, b] = [d.matrix(shape), d.matrix(shape)];
    return { rows, a, b, scale: d.pick(0, .5, -d.unit()), output: d.output(shape, d.pick("a", "b")), pitch };
  },
  rowNorms(d) {
    const { shape, rows, pitch } = pairs(d);
    const input = d.matrix(shape);
    if (input.length > 0 && shape.columns >= TIE.length && d.chance(.5)) input.set(TIE);
    return { rows, input, pitch, output: d.floats(shape.capacity) };
  },
};
