// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Output layers: from logits to the cost, its gradient, the prediction and the confidence of every row. Everything in
 * float64, in the order of the classes; only the gradient is rounded to float32.
 *
 * Softmax (log-sum-exp form): p = e^(z - max) / Σ, loss = log Σ - (z_y - max), gradient = (p - [class = y]) · scale.
 * Bernoulli: p = 1 / (1 + e^-z) for each class by itself, loss = Σ over classes of the binary cross-entropy,
 * gradient = (p - [class = y]) · scale; with a single class the label itself, 0 or 1, is the target.
 * p - 1 is computed as minus the sum of the others, so that it does not vanish for a confident network.
 *
 * The kind of gradient: EXACT as above. DIRECTION: every row is divided by its largest element; fast gradient sign
 * needs signs only, and the gradient of a confident network would underflow on its way to the input. FLOAT32: what
 * float32 arithmetic makes of it (the authors' Theano, and PyTorch): p is rounded to float32 and then p - 1 formed,
 * which is 0 at the label of a network that is surer than 1 - 2^-25, so the label's own logit is not attacked.
 */
import { Bernoulli, Softmax } from "./generated/instructions";
import { exp, log, logistic, softplus } from "./elementary";
import { scratchOf, take } from "./threads";

const EXACT: i32 = 0;
const DIRECTION: i32 = 1;
const FLOAT32: i32 = 2;

/** p rounded to float32, minus the target. */
/* @inline */ function rounded(p: f64, target: bool): f32 {
  return <f32> p - (target ? <f32> 1 : <f32> 0);
}

/** Scratch: one float64 per class. */
export function softmax(pc: usize, control: usize, thread: i32): void {
  const o = changetype<Softmax>(pc);
  const rows = load<i32>(o.rows), classes = o.classes, scale = load<f64>(o.scale);
  const e = scratchOf(control, thread);
  for (let r = take(pc); r < rows; r = take(pc)) {
    const logits = o.logits + <usize> r * o.pitch, label = load<i32>(o.labels + (<usize> r << 2));
    let best = 0, largest = load<f32>(logits);
    for (let c = 1; c < classes; c++) {
      const z = load<f32>(logits + (<usize> c << 2));
      if (z > largest) {
        largest = z;
        best = c;
      }
    }
    let sum: f64 = 0, others: f64 = 0;
    for (let c = 0; c < classes; c++) {
      const value = exp(<f64> load<f32>(logits + (<usize> c << 2)) - <f64> largest);
      store<f64>(e + (<usize> c << 3), value);
      sum += value;
      if (c != label) others += value;
    }
    const divisor = o.kind == DIRECTION ? others : sum,
      factor = divisor > 0 ? (o.kind == EXACT ? scale : 1) / divisor : 0;
    for (let c = 0; c < classes; c++) {
      const own = load<f64>(e + (<usize> c << 3)), to = o.gradient + <usize> r * o.pitch + (<usize> c << 2);
      if (o.kind == FLOAT32) store<f32>(to, rounded(own * factor, c == label));
      else store<f32>(to, <f32> ((c == label ? -others : own) * factor));
    }
    clearTail(o.gradient + <usize> r * o.pitch, classes, o.pitch);
    const atLabel = <f64> load<f32>(logits + (<usize> label << 2)) - <f64> largest;
    store<f64>(o.losses + (<usize> r << 3), log(sum) - atLabel);
    store<f64>(o.confidences + (<usize> r << 3), 1 / sum);
    store<i32>(o.predictions + (<usize> r << 2), best);
  }
}

/** The prediction is the class with the largest logit (with one class: whether it is positive). */
export function bernoulli(pc: usize): void {
  const o = changetype<Bernoulli>(pc);
  const rows = load<i32>(o.rows), classes = o.classes;
  for (let r = take(pc); r < rows; r = take(pc)) {
    const logits = o.logits + <usize> r * o.pitch, label = load<i32>(o.labels + (<usize> r << 2));
    const gradient = o.gradient + <usize> r * o.pitch;
    let best = 0, largest = load<f32>(logits), loss: f64 = 0, steepest: f64 = 0;
    for (let c = 0; c < classes; c++) {
      const z = load<f32>(logits + (<usize> c << 2)), target = classes == 1 ? label == 1 : c == label;
      if (z > largest) {
        largest = z;
        best = c;
      }
      loss += target ? softplus(-z) : softplus(z);
      steepest = max(steepest, target ? logistic(-z) : logistic(z));
    }
    const factor = o.kind == DIRECTION ? (steepest > 0 ? 1 / steepest : 0) : load<f64>(o.scale);
    for (let c = 0; c < classes; c++) {
      const z = load<f32>(logits + (<usize> c << 2)), target = classes == 1 ? label == 1 : c == label;
      if (o.kind == FLOAT32) store<f32>(gradient + (<usize> c << 2), rounded(logistic(z), target));
      else store<f32>(gradient + (<usize> c << 2), <f32> ((target ? -logistic(-z) : logistic(z)) * factor));
    }
    clearTail(gradient, classes, o.pitch);
    store<f64>(o.losses + (<usize> r << 3), loss);
    store<f64>(o.confidences + (<usize> r << 3), logistic(classes == 1 ? abs<f32>(largest) : largest));
    store<i32>(o.predictions + (<usize> r << 2), classes == 1 ? (largest > 0 ? 1 : 0) : best);
  }
}

function clearTail(row: usize, columns: i32, pitch: usize): void {
  for (let at = <usize> columns << 2; at < pitch; at += 4) store<f32>(row + at, 0);
}
