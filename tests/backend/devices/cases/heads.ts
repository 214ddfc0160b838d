/** Cases of output layers: costs, their tangents and totals. */
import type { Draw } from "./draw.ts";
import type { Drawn, Given } from "./given.ts";

/** Rows of logits with labels, of which some are no class. */
function cost(d: Draw): Given<"softmax"> {
  const shape = d.shape(d.size(), d.some());
  const { rows, capacity, columns: classes, pitch } = shape;
  const labels = d.integers(capacity, classes).map((y) => d.chance(.15) ? d.pick(-1, 255, classes) : y);
  return {
    ...{ rows, classes, logits: d.matrix(shape), pitch, labels: Int32Array.from(labels) },
    ...{ scale: d.pick(1, .01, d.unit()), kind: d.pick("exact", "direction", "float32") },
    gradient: d.matrix(shape),
    ...{ losses: d.doubles(capacity), confidences: d.doubles(capacity) },
    predictions: Int32Array.from(d.integers(capacity, 9)),
  };
}

/** A logit between -1/2 and 0, where e^z - 1 is a series, at which every term of it decides the last bit. */
const SERIES = -0.49998798966407776;

export const HEADS: Drawn<"softmax" | "bernoulli" | "rbfCost" | "softmaxTangent" | "score"> = {
  softmax: cost,
  bernoulli: cost,
  rbfCost(d) {
    const given = cost(d), logits = given.logits as Float32Array<ArrayBuffer>;
    const near = d.doubles(logits.length).map((u) => u < .4 ? SERIES : -.75 * u);
    const narrow = d.chance(.3);
    return { ...given, logits: logits.map((v, i) => narrow && v !== 0 ? near[i]! : -Math.abs(v)) };
  },
  softmaxTangent(d) {
    const shape = d.shape(d.size(), d.some());
    const { rows, capacity, columns: classes, pitch } = shape;
    const labels = Int32Array.from(d.integers(capacity, classes));
    const [logits, tangents] = [d.matrix(shape), d.matrix(shape)];
    const [gradient, tangentGradient] = [d.matrix(shape), d.matrix(shape)];
    return { rows, classes, logits, tangents, pitch, labels, gradient, tangentGradient };
  },
  score(d) {
    const rows = d.size(), capacity = rows + 2;
    const [labels, predictions] = [0, 1].map(() => Int32Array.from(d.integers(capacity, 3)));
    const [losses, confidences] = [0, 1].map(() => d.doubles(capacity));
    const totals = Float64Array.of(...d.integers(2, 1000), ...d.doubles(3));
    return {
      ...{ rows, labels: labels!, predictions: predictions!, losses: losses! },
      ...{ confidences: confidences!, totals },
    };
  },
};
