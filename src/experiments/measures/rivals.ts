/** Which images a model gets right, and which class comes second: where an attack starts and where it ends. */

/**
 * The indices of the first `count` images that are classified right, of the class `only` or of any.
 *
 * @param predictions [n] of the model
 * @param labels [n] true class indices
 */
export function firstRight(
  predictions: Uint8Array,
  labels: Uint8Array,
  count: number,
  only?: number,
): readonly number[] {
  const indices: number[] = [];
  for (let i = 0; i < labels.length && indices.length < count; i++) {
    if (predictions[i] === labels[i] && (only === undefined || only === labels[i])) indices.push(i);
  }
  return indices;
}

/**
 * For each image the strongest class besides its label, the first among equals: [n].
 *
 * @param logits [n, classes], at least two classes
 * @param labels [n]
 */
export function runnersUp(logits: Float32Array, labels: Uint8Array): Uint8Array {
  const classes = logits.length / labels.length;
  return labels.map((label, i) => {
    let best = label === 0 ? 1 : 0;
    for (let k = 0; k < classes; k++) {
      if (k !== label && logits[i * classes + k]! > logits[i * classes + best]!) best = k;
    }
    return best;
  });
}
