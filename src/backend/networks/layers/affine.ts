/**
 * What layers of weighted sums have in common: z = x·W + b, with one or more sums, the pieces, for each unit. A stored
 * weight matrix is [inputs, units · pieces] with a unit's pieces in consecutive columns; in memory it is turned around,
 * [unit][piece][input], because every instruction runs along the inputs. Rows are padded with zeros to a multiple of
 * four floats. The optimiser keeps a velocity for each parameter.
 */
import type { Device } from "../../program/device.ts";
import { NONE, type Region, rowPitch, rowsOf } from "../../program/region.ts";
import { type Matrix, ownRows, type Rows } from "../rows.ts";
import { type Layer, numbersOf, type Parameters, type Place, type Shapes } from "./layer.ts";
import type { UpdateCells } from "../optimiser.ts";

/** How many sums there are. */
export interface AffineSize {
  readonly units: number;
  readonly pieces: number;
}

/** Shapes of W and b, and of their velocities. */
export function affineShapes({ name, inputs }: Place, { units, pieces }: AffineSize): Shapes {
  return { [`${name}/W`]: [inputs, units * pieces], [`${name}/b`]: [units * pieces] };
}

/** Weights and biases, or their velocities. */
interface Values {
  readonly weights: Region;
  readonly bias: Region;
}

/** [columns, rows] as [rows, columns] padded to `pitch` floats a row. */
function turned(matrix: Float32Array, columns: number, rows: number, pitch: number): Float32Array {
  const padded = new Float32Array(rows * pitch);
  for (let k = 0; k < columns; k++) {
    for (let r = 0; r < rows; r++) padded[r * pitch + k] = matrix[k * rows + r]!;
  }
  return padded;
}

/** The reverse of `turned`. */
function turnedBack(padded: Float32Array, columns: number, rows: number, pitch: number): Float32Array {
  const matrix = new Float32Array(columns * rows);
  for (let k = 0; k < columns; k++) {
    for (let r = 0; r < rows; r++) matrix[k * rows + r] = padded[r * pitch + k]!;
  }
  return matrix;
}

/** A layer of such sums; kinds of layers add what happens to them. */
export interface AffineLayer extends Layer {
  /** Composes sums → `to` for these rows, with the largest of a unit's pieces, times the mask. */
  composeSums(c: Rows, input: Matrix, to: Region, mask: Region): void;
}

/** A layer whose output is its sums, or the largest piece of each unit's. */
export function affineLayer(
  device: Device,
  place: Place,
  size: AffineSize,
  capacity: number,
  activated = false,
): AffineLayer {
  const { name, inputs } = place;
  const { units, pieces } = size;
  const count = units * pieces;
  const weightPitch = rowPitch(inputs);
  const pitch = rowPitch(units);
  const shapes = affineShapes(place, size);
  const values = (): Values => ({
    weights: device.allocate(count * weightPitch),
    bias: device.allocate(4 * count),
  });
  const rows = (bytes: number) => device.allocate(capacity * bytes);
  const own = values();
  const velocity = values();
  const output = rows(pitch);
  const sums = activated ? rows(pitch) : NONE;
  const winners = pieces > 1 ? rows(pitch / 4) : NONE;
  const gradient = rows(pitch);
  const all = [own.weights, own.bias, velocity.weights, velocity.bias, output, sums, winners, gradient];

  const write = (to: Values, from: Parameters) => {
    const [W, b] = Object.entries(shapes).map(([key, shape]) => numbersOf(from, key, shape)) as [
      Float32Array,
      Float32Array,
    ];
    device.write(to.weights, turned(W, inputs, count, weightPitch / 4));
    device.write(to.bias, b);
  };
  const read = (from: Values) => ({
    [`${name}/W`]: turnedBack(device.read(from.weights, "f32"), inputs, count, weightPitch / 4),
    [`${name}/b`]: device.read(from.bias, "f32"),
  });
  const winnersIn = (c: Rows) => ownRows(c, winners, pitch / 4);

  const composeSums = (c: Rows, input: Matrix, to: Region, mask: Region) =>
    c.builder.emit("forward", {
      ...{ rows: c.rows, columns: inputs, units, pieces, input: input.region, inputPitch: input.pitch },
      ...{ weights: own.weights, weightPitch, bias: own.bias, mask },
      ...{ output: ownRows(c, to, pitch), outputPitch: pitch, winners: winnersIn(c) },
    });

  return {
    ...{ name, inputs, units, pitch, output, gradient, sums, winners },
    load(parameters, state) {
      write(own, parameters);
      if (state) write(velocity, state);
      else Object.values(velocity).forEach((region) => device.clear(region));
    },
    parameters: () => read(own),
    state: () => read(velocity),
    composeSums: (...given) => void composeSums(...given),
    forward: (c, input, mask) => void composeSums(c, input, output, mask),
    slope: () => {},
    backward(c, _input, to, mask) {
      c.builder.emit("inputGradient", {
        ...{ rows: c.rows, units, pieces, gradient: ownRows(c, gradient, pitch), gradientPitch: pitch },
        ...{ winners: winnersIn(c), weights: own.weights, weightPitch, mask, output: to },
      });
    },
    update(c, input, cells) {
      c.builder.emit("update", {
        ...{ rows: c.rows, units, pieces, gradient: ownRows(c, gradient, pitch), gradientPitch: pitch },
        ...{ winners: winnersIn(c), input: input.region, inputPitch: input.pitch, weightPitch },
        ...{ weights: own.weights, velocity: velocity.weights },
        ...{ bias: own.bias, biasVelocity: velocity.bias, ...momentumOf(cells, place) },
      });
    },
    tangent(of, to, input) {
      const at = (c: Rows) => winners === NONE ? NONE : rowsOf(winners, pitch / 4, c.first, c.capacity);
      of.builder.emit("tangent", {
        ...{ rows: of.rows, units, pieces, input: input.region, inputPitch: input.pitch },
        ...{ weights: own.weights, weightPitch, winners: at(of) },
        ...{ output: ownRows(to, output, pitch), outputPitch: pitch, outputWinners: at(to) },
      });
    },
    free: () => all.filter((region) => region !== NONE).forEach((region) => device.free(region)),
  };
}

/** The cells of an update with momentum; only the first layer has an L1 term. */
function momentumOf(cells: UpdateCells, { name }: Place) {
  if (cells.type !== "momentum") {
    throw new RangeError(
      `Cannot update layer ${name} by ${cells.type}: expected momentum, the optimiser of weighted sums`,
    );
  }
  const { learningRate, momentum, maxNorm, biasRows, l1, zero } = cells;
  return { learningRate, momentum, maxNorm, biasRows, l1: name === cells.decayed ? l1 : zero };
}
