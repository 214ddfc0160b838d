/**
 * A model of your own, written with tfjs: give its logits as a function of a tensor and say what they mean. Products
 * run on our kernels; everything else on tfjs' WebAssembly backend, whose bits may differ between processors, so no
 * graded number comes from here.
 */
import * as tf from "@tensorflow/tfjs-core";
import { unitPixels } from "../datasets/mod.ts";
import type { CostGradient } from "../backend/networks/compose.ts";
import { check, checkImages, checkLabels, checkWhole } from "../numeric/checks.ts";
import { scoped } from "../backend/tfjs/scope.ts";
import { checkClasses } from "./architecture.ts";
import { type Head, lossRows, negativeLogLikelihood } from "./heads.ts";
import type { Answers, Model, Parameters, Pixels } from "./model.ts";

/** What a tensor model is made of. */
export interface TensorModelOptions {
  /** Pixels of an image. */
  readonly inputs: number;
  /** What the logits mean. */
  readonly head: Head;
  /** [n, inputs] → [n, outputs], without dropout. */
  readonly logits: (x: tf.Tensor2D) => tf.Tensor2D;
  /** For whoever asks; not used here. */
  readonly parameters?: Parameters;
}

/**
 * A `Model` whose forward function is made of tfjs ops. The engine must be running; `logits` is called once on a
 * black image, to count the classes.
 *
 * @throws {RangeError} for more than 256 classes
 */
export function tensorModel({ inputs, head, logits, parameters = {} }: TensorModelOptions): Model {
  const tensor = (x: Pixels) => {
    const count = checkImages(x, inputs);
    return tf.tensor2d(unitPixels(x), [count, inputs]);
  };
  checkWhole("make the model", "the number of inputs", inputs, 1);
  const outputs = scoped(() => logits(tf.zeros([1, inputs])).shape[1]);
  const classes = head.classes(outputs);
  checkClasses(classes);
  // before tfjs is at work, which would leave tensors behind when it is interrupted
  const checked = (x: Pixels, labels: ArrayLike<number>) =>
    checkLabels(labels, checkImages(x, inputs), classes);
  const gradient = (x: Pixels, labels: ArrayLike<number>, kind: CostGradient) =>
    scoped(() => {
      checked(x, labels);
      const cost = (z: tf.Tensor) => negativeLogLikelihood(head, logits(z as tf.Tensor2D), labels, 1, kind);
      return Float32Array.from(tf.grad(cost)(tensor(x)).dataSync());
    });
  return {
    inputs,
    classes,
    parameters,
    answers: (x) => scoped(() => answersOf(head, logits(tensor(x)))),
    losses: (x, labels) =>
      scoped(() => {
        checked(x, labels);
        return lossRows(head, logits(tensor(x)), labels, 1, "exact").losses;
      }),
    inputGradient: (x, labels, kind = "float32") => gradient(x, labels, kind),
    pullback: (x, given) =>
      scoped(() => {
        const z = tensor(x);
        const expected = `${z.shape[0]} images × ${outputs} logits`;
        check(
          "pull back",
          "the length of the gradient",
          given.length,
          given.length === z.shape[0] * outputs,
          expected,
        );
        const dy = tf.tensor2d(given, [z.shape[0], outputs]);
        return Float32Array.from(tf.grad((t) => logits(t as tf.Tensor2D))(z, dy).dataSync());
      }),
  };
}

function answersOf(head: Head, logits: tf.Tensor2D): Answers {
  const [n, columns] = logits.shape;
  const values = Float32Array.from(logits.dataSync());
  const row = new Float64Array(head.classes(columns));
  const predictions = new Uint8Array(n);
  const confidences = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    head.probabilities(values.subarray(i * columns, (i + 1) * columns), row);
    let best = 0;
    for (let k = 1; k < row.length; k++) if (row[k]! > row[best]!) best = k;
    predictions[i] = best;
    confidences[i] = row[best]!;
  }
  return { predictions, confidences, logits: values };
}
