/** Random choices for a case: sizes that are awkward, and numbers that are zero, equal, tiny or large. */
import { rowPitch } from "../../../../src/backend/program/region.ts";
import { Rng } from "../../../../src/random/mod.ts";

/** 0, 1, odd, prime, multiples of four and their neighbours. */
const SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 13, 16, 17, 19, 20, 23, 24, 29, 31, 32, 37];

/** Rows of numbers, of which `rows` count, padded to the pitch. */
export interface Shape {
  readonly rows: number;
  readonly capacity: number;
  readonly columns: number;
  /** Bytes from row to row. */
  readonly pitch: number;
}

/** An operand that lies where another one does. */
export interface Same {
  readonly same: string;
}

/** The choices of one case, each a function of the case's name and of those before it. */
export class Draw {
  readonly #rng: Rng;
  #draws = 0;

  constructor(name: string) {
    this.#rng = Rng.fromSeed(31).fork(name);
  }

  /** A number in [0, 1). */
  unit(): number {
    return this.#units(1)[0]!;
  }

  /** One of these. */
  pick<T>(...choices: readonly T[]): T {
    return choices[Math.floor(this.unit() * choices.length)]!;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  /** A size from 0; now and then one of the large ones, which reach a kernel's blocks. */
  size(...large: readonly number[]): number {
    return large.length > 0 && this.chance(.12) ? this.pick(...large) : this.pick(...SIZES);
  }

  /** A size from 1. */
  some(...large: readonly number[]): number {
    return Math.max(1, this.size(...large));
  }

  /** `rows` rows of `columns` numbers; `capacity` may be more. */
  shape(rows: number, columns: number): Shape {
    return { rows, capacity: rows + this.pick(0, 1, 4), columns, pitch: rowPitch(columns) };
  }

  /**
   * float32 numbers of one kind: all, some or none are zeros of both signs; fine, or coarse so that many are equal and
   * sums cancel; small or large, or so far apart that the order of a sum shows.
   */
  floats(count: number): Float32Array<ArrayBuffer> {
    const zeros = this.pick(0, 0, .3, .8, 1);
    const range = this.pick(1, 1, 1, 4, 300, 1400, 2 ** -70);
    const [coarse, apart] = this.pick([false, 1], [false, 1], [true, 1], [true, 2 ** -26], [true, 2 ** -50]);
    const units = this.#units(3 * count);
    return Float32Array.from({ length: count }, (_, i) => {
      const u = 2 * units[3 * i]! - 1;
      if (units[3 * i + 1]! < zeros) return u < 0 ? -0 : 0;
      const scale = units[3 * i + 2]! < .5 ? range : range * apart;
      return scale * (coarse ? Math.round(2 * u) / 2 : u);
    });
  }

  /** float64 numbers in [1/3, 2/3) with all their bits. */
  doubles(count: number): Float64Array<ArrayBuffer> {
    return Float64Array.from(this.#units(count), (u) => (u + 1) / 3);
  }

  /** Rows of such numbers, padded with zeros. */
  matrix({ capacity, columns, pitch }: Shape): Float32Array<ArrayBuffer> {
    return padded(this.floats(capacity * columns), columns, pitch / 4);
  }

  /** A dropout mask. */
  mask(shape: Shape): Float32Array<ArrayBuffer> {
    const scale = this.pick(1, 2, 1.25);
    return this.matrix(shape).map((v) => v > 0 ? scale : 0);
  }

  /** Integers from 0 to `limit` - 1. */
  integers(count: number, limit: number): number[] {
    return Array.from(this.#units(count), (u) => Math.floor(u * limit));
  }

  /** A byte below `limit` for each unit. */
  winners({ capacity, columns, pitch }: Shape, limit: number): Uint8Array<ArrayBuffer> {
    return padded(Uint8Array.from(this.integers(capacity * columns, limit)), columns, pitch / 4);
  }

  /** A matrix of its own for an output, or the place of the input. */
  output(shape: Shape, input: string): Float32Array<ArrayBuffer> | Same {
    return this.chance(.3) ? { same: input } : this.matrix(shape);
  }

  #units(count: number): Float64Array {
    return this.#rng.uniform(count, this.#draws++);
  }
}

/** Rows of `columns` values, each followed by zeros up to `pitch` values. */
function padded<T extends Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>>(
  values: T,
  columns: number,
  pitch: number,
): T {
  const rows = columns === 0 ? 0 : values.length / columns;
  const out = new (values.constructor as new (length: number) => T)(rows * pitch);
  for (let r = 0; r < rows; r++) out.set(values.subarray(r * columns, (r + 1) * columns), r * pitch);
  return out;
}
