// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Output layers: from logits to the cost, its gradient, the prediction and the confidence of every row. Everything in
 * float64, in the order of the classes; only the gradient is rounded to float32.
 *
 * Softmax (log-sum-exp form): p = e^(z - max) / Σ, loss = log Σ - (z_y - max), gradient = (p - [class = y]) · scale.
 * Bernoulli: p = 1 / (1 + e^-z) for each class by itself, loss = Σ over classes of the binary cross-entropy,
 * gradient = (p - [class = y]) · scale; with a single class the label itself, 0 or 1, is the target.
 * p - 1 is computed as minus the sum of the others, so that it does not vanish for a confident network.
 * Radial basis functions (§7): p = e^z, z <= 0, for each class by itself, the same binary cross-entropy, whose
 * gradient is -1 at the label and p / (1 - p) elsewhere.
 * A label that is no class: for softmax every class is the target with 1 / classes, for Bernoulli none is.
 *
 * The kind of gradient: EXACT as above. DIRECTION: every row is divided by its largest element; fast gradient sign
 * needs signs only, and the gradient of a confident network would underflow on its way to the input. FLOAT32: what
 * float32 arithmetic makes of it (PyTorch, Theano's fused cross-entropy): p is rounded to float32 and then p - 1 formed,
 * which is 0 at the label of a network that is surer than 1 - 2^-25, so the label's own logit is not attacked.
 * Radial basis functions have no such difference at the label: theirs is the exact one without its scale.
 */
import {
  Bernoulli,
  GRADIENT_DIRECTION,
  GRADIENT_EXACT,
  GRADIENT_FLOAT32,
  RbfCost,
  Softmax,
} from "./generated/records";
import { exp, expm1, log, logistic, softplus } from "./elementary";
import { scratchOf, take } from "./threads";

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
    store<f64>(o.confidences + (<usize> r << 3), 1 / sum);
    store<i32>(o.predictions + (<usize> r << 2), best);
    if (<u32> label >= <u32> classes) {
      uniformTarget(o, r, e, sum, largest, scale);
      continue;
    }
    const divisor = o.kind == GRADIENT_DIRECTION ? others : sum,
      factor = divisor > 0 ? (o.kind == GRADIENT_EXACT ? scale : 1) / divisor : 0;
    for (let c = 0; c < classes; c++) {
      const own = load<f64>(e + (<usize> c << 3)), to = o.gradient + <usize> r * o.pitch + (<usize> c << 2);
      if (o.kind == GRADIENT_FLOAT32) store<f32>(to, rounded(own * factor, c == label));
      else store<f32>(to, <f32> ((c == label ? -others : own) * factor));
    }
    clearTail(o.gradient + <usize> r * o.pitch, classes, o.pitch);
    const atLabel = <f64> load<f32>(logits + (<usize> label << 2)) - <f64> largest;
    store<f64>(o.losses + (<usize> r << 3), log(sum) - atLabel);
  }
}

/** Cost and gradient of a row that belongs to no class; e[c] = exp(z_c - largest). */
function uniformTarget(o: Softmax, r: i32, e: usize, sum: f64, largest: f32, scale: f64): void {
  const classes = o.classes, target: f64 = 1 / <f64> classes;
  const logits = o.logits + <usize> r * o.pitch, gradient = o.gradient + <usize> r * o.pitch;
  let total: f64 = 0, steepest: f64 = 0;
  for (let c = 0; c < classes; c++) {
    total += <f64> load<f32>(logits + (<usize> c << 2)) - <f64> largest;
    steepest = max(steepest, abs<f64>(load<f64>(e + (<usize> c << 3)) / sum - target));
  }
  const factor = o.kind == GRADIENT_DIRECTION ? (steepest > 0 ? 1 / steepest : 0) : scale;
  for (let c = 0; c < classes; c++) {
    const p = load<f64>(e + (<usize> c << 3)) / sum, to = gradient + (<usize> c << 2);
    store<f32>(to, o.kind == GRADIENT_FLOAT32 ? <f32> p - <f32> target : <f32> ((p - target) * factor));
  }
  clearTail(gradient, classes, o.pitch);
  store<f64>(o.losses + (<usize> r << 3), log(sum) - total * target);
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
    const factor = o.kind == GRADIENT_DIRECTION ? (steepest > 0 ? 1 / steepest : 0) : load<f64>(o.scale);
    for (let c = 0; c < classes; c++) {
      const z = load<f32>(logits + (<usize> c << 2)), target = classes == 1 ? label == 1 : c == label;
      if (o.kind == GRADIENT_FLOAT32) store<f32>(gradient + (<usize> c << 2), rounded(logistic(z), target));
      else store<f32>(gradient + (<usize> c << 2), <f32> ((target ? -logistic(-z) : logistic(z)) * factor));
    }
    clearTail(gradient, classes, o.pitch);
    store<f64>(o.losses + (<usize> r << 3), loss);
    store<f64>(o.confidences + (<usize> r << 3), logistic(classes == 1 ? abs<f32>(largest) : largest));
    store<i32>(o.predictions + (<usize> r << 2), classes == 1 ? (largest > 0 ? 1 : 0) : best);
  }
}

/** Below this, where e^-q rounds to 1 in float32, a quadratic form of another class counts as this. */
const SMALLEST: f64 = 5.9604644775390625e-8;

/** 1 / (e^q - 1), the derivative of -log(1 - e^-q) by -q. */
/* @inline */ function slopeOfOther(z: f32): f64 {
  return 1 / expm1(max<f64>(-(<f64> z), SMALLEST));
}

/** The prediction is the class with the largest logit. */
export function rbfCost(pc: usize): void {
  const o = changetype<RbfCost>(pc);
  const rows = load<i32>(o.rows), classes = o.classes;
  for (let r = take(pc); r < rows; r = take(pc)) {
    const logits = o.logits + <usize> r * o.pitch, label = load<i32>(o.labels + (<usize> r << 2));
    const gradient = o.gradient + <usize> r * o.pitch;
    let best = 0, largest = load<f32>(logits), loss: f64 = 0, steepest: f64 = 1;
    for (let c = 0; c < classes; c++) {
      const z = load<f32>(logits + (<usize> c << 2));
      if (z > largest) {
        largest = z;
        best = c;
      }
      if (c == label) loss -= z;
      else {
        loss -= log(-expm1(-max<f64>(-(<f64> z), SMALLEST)));
        steepest = max(steepest, slopeOfOther(z));
      }
    }
    const factor = o.kind == GRADIENT_DIRECTION
      ? 1 / steepest
      : o.kind == GRADIENT_EXACT
      ? load<f64>(o.scale)
      : 1;
    for (let c = 0; c < classes; c++) {
      const at = <usize> c << 2;
      store<f32>(gradient + at, <f32> ((c == label ? -1 : slopeOfOther(load<f32>(logits + at))) * factor));
    }
    clearTail(gradient, classes, o.pitch);
    store<f64>(o.losses + (<usize> r << 3), loss);
    store<f64>(o.confidences + (<usize> r << 3), exp(<f64> largest));
    store<i32>(o.predictions + (<usize> r << 2), best);
  }
}

function clearTail(row: usize, columns: i32, pitch: usize): void {
  for (let at = <usize> columns << 2; at < pitch; at += 4) store<f32>(row + at, 0);
}
