/**
 * The parameters of a maxout network in shared memory (§4.1 of "Maxout Networks"; the nets of this paper's sections
 * 4 to 9). A stored weight matrix is [inputs, units · pieces] with a unit's pieces in consecutive columns; in memory
 * it is turned around, [unit][piece][input], because every kernel runs along the inputs. Rows are padded with zeros
 * to a multiple of four floats.
 */
import { part, type Region, type SharedHeap } from "../devices/wasm/shared_heap.ts";

/** What the sums of a unit of one piece may go through: max(0, z) or 1 / (1 + e^-z). */
export type Activation = "relu" | "sigmoid";

/** In the order of the kernels' kinds. */
export const ACTIVATIONS: readonly Activation[] = ["relu", "sigmoid"];

/** Units: maxima over `pieces` linear functions of the inputs; one piece makes them linear. */
export interface Units {
  readonly units: number;
  readonly pieces: number;
  /** What the units' sums go through; absent: nothing. */
  readonly activation?: Activation;
}

/** A layer of units. */
export interface LayerShape extends Units {
  readonly inputs: number;
}

/** A network: hidden layers, then a linear layer with one output per class. */
export interface NetworkShape {
  readonly inputs: number;
  readonly hidden: readonly Units[];
  readonly classes: number;
}

/** Parameters by their names in the store: `h0/W`, `h0/b`, …, `y/W`, `y/b`; float32, row-major. */
export type Parameters = Readonly<Record<string, Float32Array>>;

/** A layer's memory. */
export interface Layer extends LayerShape {
  /** `h0`, `h1`, … or `y`. */
  readonly name: string;
  /** Bytes of one weight row. */
  readonly pitch: number;
  readonly weights: Region;
  readonly bias: Region;
  readonly velocity: Region;
  readonly biasVelocity: Region;
}

/** Bytes of a row of `columns` floats, a multiple of 16. */
export function rowPitch(columns: number): number {
  return Math.ceil(columns / 4) * 16;
}

/** The layers of a network, from the input on; the last one is the linear layer `y`. */
export function layerShapes(shape: NetworkShape): (LayerShape & { name: string })[] {
  let inputs = shape.inputs;
  const layers = shape.hidden.map((hidden, i) => {
    const layer = { name: `h${i}`, inputs, ...hidden };
    inputs = hidden.units;
    return layer;
  });
  return [...layers, { name: "y", inputs, units: shape.classes, pieces: 1 }];
}

/** Memory for a layer's parameters and velocities, all zero. */
export function allocateLayer(heap: SharedHeap, shape: LayerShape & { name: string }): Layer {
  const rows = shape.units * shape.pieces;
  const pitch = rowPitch(shape.inputs);
  return {
    ...shape,
    pitch,
    weights: heap.allocate(rows * pitch),
    bias: heap.allocate(4 * rows),
    velocity: heap.allocate(rows * pitch),
    biasVelocity: heap.allocate(4 * rows),
  };
}

export function freeLayer(heap: SharedHeap, layer: Layer): void {
  for (const region of [layer.weights, layer.bias, layer.velocity, layer.biasVelocity]) heap.free(region);
}

/** Writes a [inputs, rows] matrix into rows of weights. */
function writeTurned(heap: SharedHeap, layer: Layer, to: Region, matrix: Float32Array): void {
  const rows = layer.units * layer.pieces;
  if (matrix.length !== layer.inputs * rows) {
    throw new RangeError(
      `Cannot load ${layer.name}/W: found ${matrix.length} numbers, expected ${layer.inputs} x ${rows}`,
    );
  }
  const memory = heap.f32(to);
  const pitch = layer.pitch / 4;
  for (let k = 0; k < layer.inputs; k++) {
    for (let r = 0; r < rows; r++) memory[r * pitch + k] = matrix[k * rows + r]!;
  }
}

function readTurned(heap: SharedHeap, layer: Layer, from: Region): Float32Array {
  const rows = layer.units * layer.pieces;
  const matrix = new Float32Array(layer.inputs * rows);
  const memory = heap.f32(from);
  const pitch = layer.pitch / 4;
  for (let k = 0; k < layer.inputs; k++) {
    for (let r = 0; r < rows; r++) matrix[k * rows + r] = memory[r * pitch + k]!;
  }
  return matrix;
}

function writeVector(heap: SharedHeap, name: string, to: Region, vector: Float32Array): void {
  if (vector.length * 4 !== to.bytes) {
    throw new RangeError(`Cannot load ${name}: found ${vector.length} numbers, expected ${to.bytes / 4}`);
  }
  heap.f32(to).set(vector);
}

function named(values: Parameters, name: string): Float32Array {
  const value = values[name];
  if (value === undefined) throw new RangeError(`Cannot load the network: ${name} is missing`);
  return value;
}

/** Loads parameters, or with `of: "velocities"` the optimiser's state, from the layout of the store. */
export function loadLayers(
  heap: SharedHeap,
  layers: readonly Layer[],
  values: Parameters,
  of: "parameters" | "velocities" = "parameters",
): void {
  for (const layer of layers) {
    const [weights, bias] = of === "parameters"
      ? [layer.weights, layer.bias]
      : [layer.velocity, layer.biasVelocity];
    writeTurned(heap, layer, weights, named(values, `${layer.name}/W`));
    writeVector(heap, `${layer.name}/b`, bias, named(values, `${layer.name}/b`));
  }
}

/** The parameters, or the optimiser's state, in the layout of the store. */
export function storeLayers(
  heap: SharedHeap,
  layers: readonly Layer[],
  of: "parameters" | "velocities" = "parameters",
): Record<string, Float32Array> {
  const values: Record<string, Float32Array> = {};
  for (const layer of layers) {
    const [weights, bias] = of === "parameters"
      ? [layer.weights, layer.bias]
      : [layer.velocity, layer.biasVelocity];
    values[`${layer.name}/W`] = readTurned(heap, layer, weights);
    values[`${layer.name}/b`] = heap.f32(bias).slice();
  }
  return values;
}

/** Rows `first` to `first + count` of a region with `pitch` bytes per row. */
export function rowsOf(region: Region, pitch: number, first: number, count: number): Region {
  return part(region, first * pitch, count * pitch);
}
