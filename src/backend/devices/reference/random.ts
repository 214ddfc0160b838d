/**
 * Random numbers: element (r, c) of a matrix takes draw r · columns + c of the key's stream, as src/random numbers
 * them: word i mod 2 of the block whose counter is (⌊i / 2⌋, substream).
 */
import { log, turn } from "../../../numeric/elementary.ts";
import { threefry2x32 } from "../../../random/threefry.ts";
import type { Resolved } from "./resolved.ts";

const f = Math.fround;

/** What addresses a draw. */
type Stream = Pick<Resolved<"mask">, "key" | "substream">;

/** The two words of block `counter`. */
function block({ key, substream }: Stream, counter: number): [number, number] {
  const words = new Uint32Array(2);
  threefry2x32(key[0]!, key[1]!, counter, substream, words, 0);
  return [words[0]!, words[1]!];
}

/** Draw i, an integer from 0 to 2^32 - 1. */
function draw(stream: Stream, i: number): number {
  return block(stream, Math.floor(i / 2))[i % 2]!;
}

/**
 * `scale` where the draw is at most `threshold` (as an unsigned number), else 0. What lies in the padding of a mask
 * has no meaning, since it multiplies zeros.
 */
export function mask(o: Resolved<"mask">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.columns; c++) {
      const kept = draw(o, r * o.columns + c) <= o.threshold >>> 0;
      o.output[r * o.pitch + c] = kept ? o.scale : 0;
    }
  }
}

/** As `mask`, of rows that begin with row `first` of the matrix; the padding is 0. */
export function maskFrom(o: Resolved<"maskFrom">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.pitch; c++) {
      const kept = c < o.columns && draw(o, (o.first + r) * o.columns + c) <= o.threshold >>> 0;
      o.output[r * o.pitch + c] = kept ? o.scale : 0;
    }
  }
}

/** x · scale where the draw is at most `threshold`, else 0. */
export function dropout(o: Resolved<"dropout">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.columns; c++) {
      const i = r * o.pitch + c;
      const kept = draw(o, r * o.columns + c) <= o.threshold >>> 0;
      o.output[i] = kept ? o.input[i]! * o.scale : 0;
    }
  }
}

/** x + (2u - 1) ε, u the 24 high bits of the draw as a number in [0, 1). */
export function uniformNoise(o: Resolved<"uniformNoise">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.columns; c++) {
      const i = r * o.pitch + c;
      const u = (draw(o, r * o.columns + c) >>> 8) / 2 ** 24;
      o.output[i] = o.input[i]! + f((2 * u - 1) * o.epsilon);
    }
  }
}

/** x + ε where the draw is below 2^31, else x - ε. */
export function signNoise(o: Resolved<"signNoise">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.columns; c++) {
      const i = r * o.pitch + c;
      const up = draw(o, r * o.columns + c) < 2 ** 31;
      o.output[i] = up ? o.input[i]! + o.epsilon : o.input[i]! - o.epsilon;
    }
  }
}

/** Draws 2i and 2i + 1 of the normal distribution: √(-2 log u) (cos 2πv, sin 2πv), Box and Muller, in float64. */
export function normalNoise(o: Resolved<"normalNoise">): void {
  for (let r = 0; r < o.rows; r++) {
    for (let c = 0; c < o.columns; c++) {
      const i = r * o.columns + c;
      const [first, second] = block(o, Math.floor(i / 2));
      const radius = Math.sqrt(-2 * log((first + 1) / 2 ** 32));
      o.output[r * o.pitch + c] = radius * turn(second / 2 ** 32)[i % 2]!;
    }
  }
}
