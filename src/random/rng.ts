/**
 * Random numbers as values: a stream is named by a path such as "7/maxout/init/h0", and every draw is a function
 * of (path, substream, index). So a dropout mask does not depend on what was drawn before it, on the number of
 * threads or on where a run was resumed. The kernels of `src/backend` make the same bits in SIMD.
 */
import { createHash } from "node:crypto";
import { log, turn } from "../numeric/elementary.ts";
import { threefry2x32 } from "./threefry.ts";

/** The version of the streams: raised when a draw changes. */
export const RANDOM_VERSION = 1;

/** The smallest step of a uniform number: 24 bits, all of which a float32 keeps. */
const STEP = 1 / 2 ** 24;

function checkCount(count: number, substream: number): void {
  if (!Number.isSafeInteger(count) || count < 0 || count > 2 ** 33) {
    throw new RangeError(`Cannot draw: count is ${count}, expected an integer from 0 to 2^33`);
  }
  if (!Number.isInteger(substream) || substream < 0 || substream >= 2 ** 32) {
    throw new RangeError(`Cannot draw: substream is ${substream}, expected an integer from 0 to 2^32 - 1`);
  }
}

/** A stream of random numbers, addressed and stateless. */
export class Rng {
  /** What names the stream: the seed and the labels it was forked by, joined by "/". */
  readonly path: string;
  /** The generator's key: words 0 and 1, little-endian, of the SHA-256 of the path in UTF-8. */
  readonly key: readonly [number, number];

  private constructor(path: string) {
    this.path = path;
    const digest = createHash("sha256").update(path).digest();
    this.key = [digest.readUInt32LE(0), digest.readUInt32LE(4)];
  }

  /**
   * The root stream of a seed, an integer from 0 to 2^53 - 1.
   *
   * @throws {RangeError} for any other seed
   */
  static fromSeed(seed: number): Rng {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`Cannot seed: found ${seed}, expected an integer from 0 to 2^53 - 1`);
    }
    return new Rng(String(seed));
  }

  /**
   * An independent stream named by `label`, one or more words joined by "/".
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * const rng = Rng.fromSeed(7);
   * assertEquals(rng.fork("init").fork("h0").path, "7/init/h0");
   * assertEquals(rng.fork("init/h0").uniform(3), rng.fork("init").fork("h0").uniform(3));
   * ```
   */
  fork(label: string): Rng {
    if (label === "") throw new RangeError("Cannot fork: the label is empty, expected a name");
    return new Rng(`${this.path}/${label}`);
  }

  /**
   * 32-bit words `from` … `from + count - 1` of a substream. Word i is word (i mod 2) of the block whose counter
   * is (floor(i / 2), substream).
   *
   * @throws {RangeError} when a number is out of range or `from` is odd
   */
  words(count: number, substream = 0, from = 0): Uint32Array {
    checkCount(count, substream);
    if (!Number.isSafeInteger(from) || from < 0 || from % 2 !== 0) {
      throw new RangeError(`Cannot draw: the first word is ${from}, expected an even integer from 0`);
    }
    const blocks = Math.ceil(count / 2);
    const out = new Uint32Array(2 * blocks);
    const [key0, key1] = this.key;
    for (let i = 0; i < blocks; i++) threefry2x32(key0, key1, from / 2 + i, substream, out, 2 * i);
    return out.length === count ? out : out.subarray(0, count);
  }

  /** `count` numbers, uniform on the multiples of 2^-24 in [0, 1). */
  uniform(count: number, substream = 0): Float64Array {
    const words = this.words(count, substream);
    const out = new Float64Array(count);
    for (let i = 0; i < count; i++) out[i] = (words[i]! >>> 8) * STEP;
    return out;
  }

  /**
   * `count` standard normal numbers by the Box-Muller transform of uniform pairs.
   *
   * Box and Muller, "A Note on the Generation of Random Normal Deviates", 1958.
   */
  normal(count: number, substream = 0): Float64Array {
    const words = this.words(2 * Math.ceil(count / 2), substream);
    const out = new Float64Array(count);
    for (let i = 0; i < count; i += 2) {
      const radius = Math.sqrt(-2 * log((words[i]! + 1) / 2 ** 32)); // the uniform number is in (0, 1]
      const [c, s] = turn(words[i + 1]! / 2 ** 32);
      out[i] = radius * c;
      if (i + 1 < count) out[i + 1] = radius * s;
    }
    return out;
  }

  /** `count` ones and zeros, each one with probability `keep` (in steps of 2^-32). */
  bernoulli(count: number, keep: number, substream = 0): Uint8Array {
    if (!(keep >= 0 && keep <= 1)) {
      throw new RangeError(`Cannot draw: the probability is ${keep}, expected 0 to 1`);
    }
    const threshold = Math.round(keep * 2 ** 32);
    const words = this.words(count, substream);
    const out = new Uint8Array(count);
    for (let i = 0; i < count; i++) out[i] = words[i]! < threshold ? 1 : 0;
    return out;
  }

  /**
   * The numbers 0 … n - 1 in random order (Fisher and Yates), each place drawn with 53 bits.
   *
   * @example
   * ```ts
   * import { assertEquals } from "@std/assert";
   * assertEquals([...Rng.fromSeed(1).fork("order").permutation(5)].sort(), [0, 1, 2, 3, 4]);
   * ```
   */
  permutation(n: number, substream = 0): Uint32Array {
    const words = this.words(2 * n, substream);
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    for (let i = n - 1; i > 0; i--) {
      const u = (words[2 * i]! * 2 ** 21 + (words[2 * i + 1]! >>> 11)) / 2 ** 53;
      const j = Math.floor(u * (i + 1));
      const swap = order[i]!;
      order[i] = order[j]!;
      order[j] = swap;
    }
    return order;
  }
}
