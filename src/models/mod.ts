/** The models of the paper: their forms, parameters and forward functions. @module */
import * as tf from "@tensorflow/tfjs-core";
import type { Rng } from "../random/rng.ts";
import { logistic } from "./logistic.ts";
import { maxout } from "./maxout.ts";
import type { Architecture, Model, ModelKind, Parameters } from "./model.ts";
import { softmax } from "./softmax.ts";

export { logisticHead, negativeLogLikelihood, softmaxHead } from "./heads.ts";
export type { Head } from "./heads.ts";
export { type Answers, answersOf, type Totals, totalsOf } from "./evaluate.ts";
export type { Architecture, Dropout, Model, ModelKind, Parameters, Shapes } from "./model.ts";

const KINDS = { softmax, logistic, maxout };

/** The functions of an architecture's kind. */
export function kindOf<A extends Architecture>(architecture: A): ModelKind<A> {
  return KINDS[architecture.type] as unknown as ModelKind<A>;
}

/** A model from an architecture and parameter tensors, which stay the caller's to dispose. */
export function modelOf(architecture: Architecture, parameters: Parameters): Model {
  const kind = kindOf(architecture);
  return { head: kind.head, parameters, logits: (x) => kind.logits(architecture, parameters, x) };
}

/**
 * Initial parameters as in pylearn2's maxout recipe: every weight uniform on (-range, range), every bias 0.
 * Weights of "h0/W" are drawn from the stream `rng.fork("h0/W")`, and so on. The caller disposes the tensors.
 */
export function initialise(architecture: Architecture, range: number, rng: Rng): Parameters {
  return Object.fromEntries(
    Object.entries(kindOf(architecture).shapes(architecture)).map(([name, shape]) => {
      const size = shape.reduce((a, b) => a * b, 1);
      const values = new Float32Array(size);
      if (name.endsWith("/W")) {
        rng.fork(name).uniform(size).forEach((u, i) => values[i] = (2 * u - 1) * range);
      }
      return [name, tf.tensor(values, [...shape], "float32")];
    }),
  );
}

/** Disposes the tensors of `parameters`. */
export function disposeParameters(parameters: Parameters): void {
  for (const tensor of Object.values(parameters)) tensor.dispose();
}
