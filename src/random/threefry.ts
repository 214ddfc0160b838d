/**
 * Threefry2x32-20, a counter-based generator: a keyed bijection of 64-bit counters whose outputs pass as random.
 * Only additions modulo 2^32, rotations and exclusive-or, so it is the same in JavaScript and in WebAssembly SIMD.
 *
 * Salmon, Moraes, Dror, Shaw: "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011, section 4.
 */

/** The constant that mixes the key words into a third one (from Skein's key schedule). */
const PARITY = 0x1bd11bda;

/**
 * Enciphers the counter (`counter0`, `counter1`) under the key (`key0`, `key1`) and writes the two words of the
 * block, unsigned, to `out[at]` and `out[at + 1]`. All arguments are 32-bit integers.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const block = new Uint32Array(2);
 * threefry2x32(0, 0, 0, 0, block, 0);
 * assertEquals([...block], [0x6b200159, 0x99ba4efe]);
 * ```
 */
export function threefry2x32(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  out: Uint32Array,
  at: number,
): void {
  const k0 = key0 | 0; // signed: the engine keeps it in an integer register
  const k1 = key1 | 0;
  const k2 = PARITY ^ k0 ^ k1;
  let a = (counter0 + k0) | 0;
  let b = (counter1 + k1) | 0;
  // unrolled: five groups of four rounds, each followed by an injection of the key
  a = (a + b) | 0, b = (b << 13 | b >>> 19) ^ a;
  a = (a + b) | 0, b = (b << 15 | b >>> 17) ^ a;
  a = (a + b) | 0, b = (b << 26 | b >>> 6) ^ a;
  a = (a + b) | 0, b = (b << 6 | b >>> 26) ^ a;
  a = (a + k1) | 0, b = (b + k2 + 1) | 0;
  a = (a + b) | 0, b = (b << 17 | b >>> 15) ^ a;
  a = (a + b) | 0, b = (b << 29 | b >>> 3) ^ a;
  a = (a + b) | 0, b = (b << 16 | b >>> 16) ^ a;
  a = (a + b) | 0, b = (b << 24 | b >>> 8) ^ a;
  a = (a + k2) | 0, b = (b + k0 + 2) | 0;
  a = (a + b) | 0, b = (b << 13 | b >>> 19) ^ a;
  a = (a + b) | 0, b = (b << 15 | b >>> 17) ^ a;
  a = (a + b) | 0, b = (b << 26 | b >>> 6) ^ a;
  a = (a + b) | 0, b = (b << 6 | b >>> 26) ^ a;
  a = (a + k0) | 0, b = (b + k1 + 3) | 0;
  a = (a + b) | 0, b = (b << 17 | b >>> 15) ^ a;
  a = (a + b) | 0, b = (b << 29 | b >>> 3) ^ a;
  a = (a + b) | 0, b = (b << 16 | b >>> 16) ^ a;
  a = (a + b) | 0, b = (b << 24 | b >>> 8) ^ a;
  a = (a + k1) | 0, b = (b + k2 + 4) | 0;
  a = (a + b) | 0, b = (b << 13 | b >>> 19) ^ a;
  a = (a + b) | 0, b = (b << 15 | b >>> 17) ^ a;
  a = (a + b) | 0, b = (b << 26 | b >>> 6) ^ a;
  a = (a + b) | 0, b = (b << 6 | b >>> 26) ^ a;
  a = (a + k2) | 0, b = (b + k0 + 5) | 0;
  out[at] = a;
  out[at + 1] = b;
}
