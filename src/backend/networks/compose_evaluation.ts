/**
 * Composes the programs of an evaluation: which images go in, perturbed or as they are, and what comes out. They run
 * forward and back without dropout over batches of up to the network's capacity (evaluation.ts).
 */
import {
  composeCost,
  composeScore,
  type CostComposition,
  type CostGradient,
  type CostMemory,
} from "./compose.ts";
import type { HeapData } from "./heap_data.ts";
import { rowsOf, type Units } from "./maxout_layers.ts";
import type { LayerMemory } from "./network_memory.ts";
import type { Pool } from "../devices/wasm/pool.ts";
import type { Cell, ProgramBuilder } from "../program/program.ts";
import type { Scalars } from "../program/scalars.ts";
import type { Region } from "../devices/wasm/shared_heap.ts";

/** The memory of a network that an evaluation reads and writes. */
export interface EvaluationMemory extends CostMemory {
  readonly layers: readonly (CostMemory["layers"][number] & Partial<Pick<LayerMemory, "winners" | "sums">>)[];
  /** The most rows there may be. */
  readonly capacity: number;
  /** Bytes per row of `inputs` and `inputGradient`. */
  readonly inputPitch: number;
  readonly inputs: Region;
  readonly inputGradient: Region;
}

/** What an evaluation needs of a network. */
export interface EvaluableNetwork extends Pick<CostComposition, "head"> {
  readonly pool: Pool;
  /** From the input on; the last one gives the logits. */
  readonly layers: readonly (Pick<Units, "units"> & Partial<Units>)[];
  readonly shape: { readonly inputs: number; readonly classes: number };
  readonly memory: EvaluationMemory;
  /** Composes the logits of the rows of `memory.inputs`. */
  composeForward(builder: ProgramBuilder, rows: Cell<"cellInt">): void;
  /** Composes the gradient by those rows, from that by the logits. */
  composeBackward(builder: ProgramBuilder, rows: Cell<"cellInt">): void;
}

/** What an evaluation composes its programs for. */
export interface EvaluationComposition {
  readonly builder: ProgramBuilder;
  readonly network: EvaluableNetwork;
  readonly data: HeapData;
  readonly scalars: Scalars;
  /** How many images there are in the batch. */
  readonly rows: Cell<"cellInt">;
  /** The number of the first one. */
  readonly offset: Cell<"cellInt">;
  /** The numbers of all images, in order. */
  readonly order: Region;
  readonly labels: Region;
  /** The fast gradient sign step that the images are taken by first; 0: none. */
  readonly epsilon: number;
  /** The gradient whose sign that step follows. */
  readonly attack: CostGradient;
}

/** Gathers the images and, with an epsilon, replaces them by their fast gradient sign examples. */
export function composeImages(c: EvaluationComposition): void {
  const { builder, rows, offset, order: index, scalars, network: { memory } } = c;
  const { images: data, columns, kind } = c.data;
  const output = memory.inputs;
  const pitch = memory.inputPitch;
  builder.emit(kind === "bytes" ? "gatherBytes" : "gatherFloats", {
    ...{ rows, data, index, offset, columns, output, pitch },
  });
  builder.emit("gatherLabels", { rows, labels: c.labels, index, offset, output: memory.labels });
  if (c.epsilon === 0) return;
  composePixelGradient(c, c.attack);
  const input = rowsOf(memory.inputs, pitch, 0, memory.capacity);
  const epsilon = scalars.float(c.epsilon);
  builder.emit("signStep", { rows, epsilon, input, gradient: memory.inputGradient, output, pitch });
}

/** The gradient of each gathered image's own cost by its pixels. */
export function composePixelGradient(c: EvaluationComposition, kind: CostGradient): void {
  c.network.composeForward(c.builder, c.rows);
  composeOwnCost(c, kind);
  c.network.composeBackward(c.builder, c.rows);
}

/** Logits, costs and totals of the gathered images. */
export function composeTotals(c: EvaluationComposition, totals: Region): void {
  c.network.composeForward(c.builder, c.rows);
  composeScore(composeOwnCost(c, "exact"), 0, c.network.memory.capacity, c.rows, totals);
}

function composeOwnCost(
  { builder, rows, scalars, network: { layers, memory, head } }: EvaluationComposition,
  kind: CostGradient,
): CostComposition {
  const composition = { builder, layers, memory, head };
  composeCost(composition, 0, memory.capacity, rows, scalars.double(1), kind);
  return composition;
}
