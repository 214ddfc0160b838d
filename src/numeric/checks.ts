/** Checks of arguments, where they enter: a wrong one is a `RangeError` that says what was found and what was expected. */

/** The bits of a float32's exponent; all of them are set in infinities and NaN alone. */
const EXPONENT = 0x7f800000;

/**
 * Throws unless `valid`.
 *
 * @param action what cannot be done, as in "train"
 * @param name of the argument
 * @throws {RangeError} unless `valid`
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * const message = "Cannot train: the batch is 0, expected a whole number from 1 to 600";
 * assertThrows(() => check("train", "the batch", 0, false, "a whole number from 1 to 600"), RangeError, message);
 * ```
 */
export function check(action: string, name: string, found: unknown, valid: boolean, expected: string): void {
  if (!valid) throw new RangeError(`Cannot ${action}: ${name} is ${found}, expected ${expected}`);
}

/** @throws {RangeError} unless `found` is a whole number from `least` to `most` */
export function checkWhole(
  action: string,
  name: string,
  found: number,
  least: number,
  most = Infinity,
): void {
  const expected = most === Infinity
    ? `a whole number of at least ${least}`
    : `a whole number from ${least} to ${most}`;
  check(action, name, found, Number.isInteger(found) && found >= least && found <= most, expected);
}

/** @throws {RangeError} unless `epsilon`, the size of a perturbation, is finite and at least 0 */
export function checkEpsilon(epsilon: number, action = "attack"): void {
  const valid = epsilon >= 0 && epsilon < Infinity;
  check(action, "epsilon", epsilon, valid, "a finite number of at least 0");
}

/**
 * Checks images [n, inputs] and returns n.
 *
 * @throws {TypeError} when `x` is neither bytes nor float32
 * @throws {RangeError} when its length is no multiple of `inputs`, or a pixel is NaN or infinite
 */
export function checkImages(
  x: Uint8Array | Float32Array,
  inputs: number,
  action = "take the images",
): number {
  if (!(x instanceof Uint8Array || x instanceof Float32Array)) {
    throw new TypeError(`Cannot ${action}: expected pixels as a Uint8Array or a Float32Array`);
  }
  const count = x.length / inputs;
  if (!Number.isInteger(count)) {
    throw new RangeError(`Cannot ${action}: found ${x.length} numbers, expected a multiple of ${inputs}`);
  }
  if (x instanceof Uint8Array) return count;
  const bits = new Uint32Array(x.buffer, x.byteOffset, x.length);
  for (let i = 0; i < bits.length; i++) {
    if ((bits[i]! & EXPONENT) !== EXPONENT) continue;
    const name = `pixel ${i % inputs} of image ${Math.floor(i / inputs)}`;
    check(action, name, x[i], false, "a finite number");
  }
  return count;
}

/** @throws {RangeError} unless there is a label for each of `count` images, a whole number below `classes` */
export function checkLabels(
  labels: ArrayLike<number>,
  count: number,
  classes: number,
  action = "take the labels",
): void {
  if (labels.length !== count) {
    throw new RangeError(
      `Cannot ${action}: found ${labels.length} labels for ${count} images, expected one for each`,
    );
  }
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label >= 0 && label < classes && Number.isInteger(label)) continue;
    checkWhole(action, `label ${i}`, label, 0, classes - 1);
  }
}
