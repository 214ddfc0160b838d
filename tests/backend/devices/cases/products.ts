/** Cases of matrix products, of radial basis functions and of Adam. */
import type { Draw, Shape } from "./draw.ts";
import type { Drawn } from "./given.ts";

const absolute = (values: Float32Array<ArrayBuffer>) => values.map(Math.abs);

/** Units with a centre and a diagonal, over rows of inputs. */
function responses(d: Draw) {
  const inputs = d.shape(d.size(41, 61), d.size(67)), units = d.size();
  const outputs = { ...d.shape(inputs.rows, units), capacity: inputs.capacity };
  const parameters: Shape = { ...inputs, rows: units, capacity: units + d.pick(0, 1) };
  const [mu, beta] = [d.matrix(parameters), absolute(d.matrix(parameters))];
  return { inputs, outputs, parameters, units, mu, beta };
}

/** The gradient by the logits of such units, and what it is by. */
function gradients(d: Draw) {
  const { inputs, outputs, parameters, units, mu, beta } = responses(d);
  const operands = {
    ...{ rows: inputs.rows, units, gradient: d.matrix(outputs), gradientPitch: outputs.pitch },
    ...{ input: d.matrix(inputs), pitch: inputs.pitch, mu, beta },
  };
  return { inputs, parameters, operands };
}

export const PRODUCTS: Drawn<
  "gemm" | "rbfForward" | "rbfGradient" | "rbfInputGradient" | "adam" | "rowMeans" | "exponential"
> = {
  gemm(d) {
    const layout = d.pick("nn", "tn", "nt"), batches = d.pick(0, 1, 1, 2, 3);
    const [m, n, k] = [d.size(203), d.size(97, 487), d.size(401, 803)];
    const gap = () => 4 * d.pick(0, 0, 1, 4);
    const matrix = (rows: number, columns: number) => {
      const pitch = 4 * columns + gap();
      return { pitch, batch: rows * pitch };
    };
    const a = layout === "tn" ? matrix(k, m) : matrix(m, k);
    const b = layout === "nt" ? matrix(n, k) : matrix(k, n);
    const c = matrix(m, n);
    const batchA = d.chance(.3) ? 0 : a.batch, batchB = d.chance(.3) ? 0 : b.batch;
    const floats = ({ pitch, batch }: { pitch: number; batch: number }) =>
      d.floats((batches * batch + d.pick(0, pitch, batch)) / 4);
    return {
      ...{ layout, batches, m, n, k },
      ...{ a: floats(a), pitchA: a.pitch, batchA },
      ...{ b: floats(b), pitchB: b.pitch, batchB },
      ...{ c: floats(c), pitchC: c.pitch, batchC: c.batch },
    };
  },
  rbfForward(d) {
    const { inputs, outputs, units, mu, beta } = responses(d);
    return {
      ...{ rows: inputs.rows, units, columns: inputs.columns, input: d.matrix(inputs), pitch: inputs.pitch },
      ...{ mu, beta, output: d.matrix(outputs), outputPitch: outputs.pitch },
    };
  },
  rbfGradient(d) {
    const { parameters, operands } = gradients(d);
    return { ...operands, muGradient: d.matrix(parameters), betaGradient: d.matrix(parameters) };
  },
  rbfInputGradient(d) {
    const { inputs, operands } = gradients(d);
    return { ...operands, output: d.matrix(inputs) };
  },
  adam(d) {
    const units = d.size(), parameters = d.shape(units, d.size(67));
    return {
      ...{ units, pitch: parameters.pitch, gradient: d.matrix(parameters) },
      ...{ parameters: d.matrix(parameters), mean: d.matrix(parameters) },
      square: absolute(d.matrix(parameters)),
      ...{
        learningRate: d.pick(.3, .001, d.unit()),
        beta1: d.pick(0, .9, .3 * d.unit()),
        beta2: d.pick(.5, .999, .3 * d.unit()),
      },
      ...{ correction1: d.pick(.1, 1, .19), correction2: d.pick(.001, 1, .75) },
      ...{ epsilon: d.pick(1e-8, .001), minimum: d.pick(0, -.5, -Infinity) },
    };
  },
  rowMeans(d) {
    const units = d.size(), { columns, pitch, ...rest } = d.shape(units, d.size(67));
    return { units, columns, values: d.matrix({ ...rest, columns, pitch }), pitch };
  },
  exponential(d) {
    const shape = d.shape(d.size(), d.size(67));
    const { rows, columns, pitch } = shape;
    return { rows, columns, input: d.matrix(shape), output: d.output(shape, "input"), pitch };
  },
};
