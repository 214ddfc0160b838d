/**
 * The working memory of a network for up to `capacity` rows: activations, masks, winners, gradients and the lists
 * that make products sparse. Allocated once; training and evaluation share it.
 */
import { type Layer, rowPitch } from "./maxout_layers.ts";
import { NONE, type Region, type SharedHeap } from "../devices/wasm/shared_heap.ts";

/** What a layer needs per row. */
export interface LayerMemory {
  /** [rows, units]: the output, already times the next layer's dropout mask. */
  readonly output: Region;
  /** Bytes per row of `output`, `sums`, `mask` and `gradient`. */
  readonly pitch: number;
  /** [rows, units]: the sums before the activation function; `NONE` for layers without one. */
  readonly sums: Region;
  /** [rows, units]: the dropout mask of the next layer's input. */
  readonly mask: Region;
  /** uint8 [rows, units padded]: the winning pieces. */
  readonly winners: Region;
  /** [rows, units]: the gradient by the output before the mask, or by the sums. */
  readonly gradient: Region;
}

/** The memory of a network. */
export interface NetworkMemory {
  readonly capacity: number;
  /** Bytes per row of `inputs`, `dropped` and `inputGradient`. */
  readonly inputPitch: number;
  /** [rows, inputs]: the images as they are (clean rows first, then perturbed ones). */
  readonly inputs: Region;
  /** [rows, inputs]: the images after dropout. */
  readonly dropped: Region;
  readonly inputGradient: Region;
  readonly labels: Region;
  readonly layers: readonly LayerMemory[];
  /** What `forward` and `inputGradient` read; one at a time. */
  readonly prepared: Region;
  readonly lists: Region;
  /** Per row, float64, float64 and int32. */
  readonly losses: Region;
  readonly confidences: Region;
  readonly predictions: Region;
}

/** Bytes of the lists that `prepare` and `winnerLists` write, by their kernels' headers. */
function preparedBytes(capacity: number, columns: number): number {
  const rows = Math.ceil(capacity / 4) * 4;
  return rows * 4 * (Math.ceil(columns / 160) + 2) + 16 + rows * Math.ceil(columns / 4) * 32 + 64;
}
function listBytes(capacity: number, units: number, pieces: number): number {
  const blocks = Math.ceil(units / Math.max(1, Math.floor(160 / pieces)));
  return capacity * (blocks + 1) * 4 + 16 + capacity * units * 8 + 64;
}

export function allocateMemory(
  heap: SharedHeap,
  layers: readonly Layer[],
  capacity: number,
): NetworkMemory {
  const first = layers[0]!;
  const inputPitch = rowPitch(first.inputs);
  const rows = (pitch: number) => heap.allocate(capacity * pitch);
  return {
    capacity,
    inputPitch,
    inputs: rows(inputPitch),
    dropped: rows(inputPitch),
    inputGradient: rows(inputPitch),
    labels: rows(4),
    layers: layers.map(({ units, activation }) => {
      const pitch = rowPitch(units);
      return {
        pitch,
        output: rows(pitch),
        sums: activation ? rows(pitch) : NONE,
        mask: rows(pitch),
        winners: rows(pitch / 4),
        gradient: rows(pitch),
      };
    }),
    prepared: heap.allocate(Math.max(...layers.map(({ inputs }) => preparedBytes(capacity, inputs)))),
    lists: heap.allocate(Math.max(...layers.map(({ units, pieces }) => listBytes(capacity, units, pieces)))),
    losses: rows(8),
    confidences: rows(8),
    predictions: rows(4),
  };
}

export function freeMemory(heap: SharedHeap, memory: NetworkMemory): void {
  const { inputs, dropped, inputGradient, labels, prepared, lists, losses, confidences, predictions } =
    memory;
  const shared = [inputs, dropped, inputGradient, labels, prepared, lists, losses, confidences, predictions];
  const own = memory.layers.flatMap((
    { output, sums, mask, winners, gradient },
  ) => [output, sums, mask, winners, gradient]);
  for (const region of [...shared, ...own]) if (region !== NONE) heap.free(region);
}
