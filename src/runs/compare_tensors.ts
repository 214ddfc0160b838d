/** How two sets of tensors differ: which of them, in how many elements, by how much. */
import { sha256 } from "../files/sha256.ts";
import type { StoredTensors } from "./safetensors.ts";

/** A tensor of which two sets have different values. */
export interface TensorDifference {
  readonly tensor: string;
  /** SHA-256 of its bytes in the one and in the other. */
  readonly digests: readonly [string, string];
  /** How many elements there are, and how many have other bits. */
  readonly elements: number;
  readonly differing: number;
  /** The largest distance of two elements in float32 units in the last place; null where one is no number. */
  readonly ulps: number | null;
}

/** float32 bits as an integer whose order is that of the numbers. */
function ordered(bits: number): number {
  return bits < 0 ? -(bits & 0x7fffffff) : bits;
}

const bitsOf = ({ buffer, byteOffset, length }: Float32Array) => new Int32Array(buffer, byteOffset, length);
const digestOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  sha256(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength));

/**
 * The tensors that differ, in the order of the first set.
 *
 * @throws {RangeError} when the sets have other names or sizes
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const tensors = (...values: number[]) => ({ w: { shape: [2], values: new Float32Array(values) } });
 * const [found] = compareTensors(tensors(1, 2), tensors(1, 2 + 2 ** -22));
 * assertEquals([found!.tensor, found!.differing, found!.ulps], ["w", 1, 1]);
 * ```
 */
export function compareTensors(one: StoredTensors, other: StoredTensors): TensorDifference[] {
  return Object.entries(one).flatMap(([tensor, { values }]): TensorDifference[] => {
    const others = other[tensor]?.values;
    if (others?.length !== values.length) {
      throw new RangeError(`Cannot compare ${tensor}: ${values.length} and ${others?.length} elements`);
    }
    const [a, b] = [bitsOf(values), bitsOf(others)];
    let differing = 0;
    let ulps = 0;
    for (let i = 0; i < a.length; i++) {
      if (a[i] === b[i]) continue;
      differing++;
      const numbers = !Number.isNaN(values[i]!) && !Number.isNaN(others[i]!);
      ulps = Math.max(ulps, numbers ? Math.abs(ordered(a[i]!) - ordered(b[i]!)) : Infinity);
    }
    if (differing === 0) return [];
    const digests = [digestOf(values), digestOf(others)] as const;
    const distance = Number.isFinite(ulps) ? ulps : null;
    return [{ tensor, digests, elements: a.length, differing, ulps: distance }];
  });
}
