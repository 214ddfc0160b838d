/**
 * What a layer is. A kind of layer is one file: which parameters it has, its memory on a device, how they are loaded and
 * stored, and the instructions of its forward pass, its backward pass and its update.
 */
import type { Device } from "../../program/device.ts";
import type { Region } from "../../program/region.ts";
import type { Matrix, Rows } from "../rows.ts";
import type { UpdateCells } from "../optimiser.ts";

/** Shapes by name, in the order in which they are stored. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** Numbers by the names that they have in the store: `h0/W`, `h0/b`, …, `y/W`, `y/b`; float32, row-major. */
export type Parameters = Readonly<Record<string, Float32Array>>;

/** Where a layer stands in its network. */
export interface Place {
  /** `h0`, `h1`, …, or `y` for the last. */
  readonly name: string;
  /** Units of the layer below, or pixels. */
  readonly inputs: number;
}

/** A layer on a device. */
export interface Layer extends Place {
  readonly units: number;
  /** Bytes per row of `output`, `sums` and `gradient`. */
  readonly pitch: number;
  /** [rows, units]: the output, already times the next layer's dropout mask. */
  readonly output: Region;
  /** [rows, units]: the gradient by the output before the mask; after `slope`, by the sums. */
  readonly gradient: Region;
  /** [rows, units]: the sums that went through an activation function; `NONE` for layers without one. */
  readonly sums: Region;
  /** uint8 [rows, units padded]: the piece that won in each unit; `NONE` for layers without pieces. */
  readonly winners: Region;
  /**
   * Loads parameters and, where it is given, the optimiser's state; else that is zero.
   *
   * @throws {RangeError} when one is missing or has another size
   */
  load(parameters: Parameters, state?: Parameters): void;
  parameters(): Record<string, Float32Array>;
  /** The optimiser's state, in the parameters' layout. */
  state(): Record<string, Float32Array>;
  /** Composes output = f(input) · mask; a mask `NONE` is none. */
  forward(c: Rows, input: Matrix, mask: Region): void;
  /** Composes the gradient by the sums from that by the output, in its place; nothing where they are the same. */
  slope(c: Rows): void;
  /** Composes to = the gradient by the input, times the input's mask, from the gradient by the sums. */
  backward(c: Rows, input: Matrix, to: Region, mask: Region): void;
  /** Composes the update of all parameters from the gradient by the sums, and the input that the layer saw. */
  update(c: Rows, input: Matrix, cells: UpdateCells): void;
  /**
   * Composes the rows `to` of the output as the derivative along `input`, through the pieces that won in the rows
   * `of`; absent for layers that are not piecewise linear.
   */
  readonly tangent?: (of: Rows, to: Rows, input: Matrix) => void;
  /** Frees its memory. */
  free(): void;
}

/** What every layer has of its own. */
export interface LayerSize {
  readonly units: number;
}

/** A kind of layer, S being what a layer of it has of its own: units, pieces, … */
export interface LayerKind<S extends LayerSize = LayerSize> {
  /** The shapes of its parameters. */
  readonly shapes: (place: Place, own: S) => Shapes;
  /** The shapes of what the optimiser keeps. */
  readonly stateShapes: (place: Place, own: S) => Shapes;
  /** A layer of zeros, for up to `capacity` rows at once. */
  readonly allocate: (device: Device, place: Place, own: S, capacity: number) => Layer;
}

/** @throws {RangeError} when a parameter is missing or has another size */
export function numbersOf(values: Parameters, name: string, shape: readonly number[]): Float32Array {
  const found = values[name];
  const count = shape.reduce((a, b) => a * b, 1);
  if (found?.length !== count) {
    throw new RangeError(
      `Cannot load ${name}: found ${found === undefined ? "nothing" : `${found.length} numbers`}, expected ${
        shape.join(" x ")
      }`,
    );
  }
  return found;
}
