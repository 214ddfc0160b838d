/** The layers of a network of radial basis functions in shared memory: parameters, moments and working rows (§7). */
import type { EvaluationMemory } from "./compose_evaluation.ts";
import { rowPitch } from "./maxout_layers.ts";
import type { Pool } from "../devices/wasm/pool.ts";
import type { Cell, ProgramBuilder } from "../program/program.ts";
import type { Region, SharedHeap } from "../devices/wasm/shared_heap.ts";

/** What a network is made of. */
export interface RbfShape {
  readonly inputs: number;
  /** Units of each hidden layer; []: the shallow network. */
  readonly hidden: readonly number[];
  readonly classes: number;
}

/** A parameter of a layer, [units, inputs], and what the optimiser keeps of it; all with the layer's pitch. */
export interface RbfParameter {
  /** Its name in the store: "mu", "beta", or "h0/mu" and so on for hidden layers. */
  readonly name: string;
  readonly values: Region;
  readonly gradient: Region;
  /** Adam's moments. */
  readonly mean: Region;
  readonly square: Region;
}

/** A layer: its parameters, and per row what it computes. */
export interface RbfLayer {
  readonly inputs: number;
  readonly units: number;
  /** Bytes of a row of a parameter, and of the layer's input. */
  readonly inputPitch: number;
  readonly mu: RbfParameter;
  readonly beta: RbfParameter;
  /** Bytes of a row of `logits`, `output` and `gradient`. */
  readonly pitch: number;
  /** [rows, units]: the logarithms of the responses. */
  readonly logits: Region;
  /** [rows, units]: the responses of a hidden layer; the logits of the classes. */
  readonly output: Region;
  /** [rows, units]: the gradient by the logits. */
  readonly gradient: Region;
}

/** The network's memory; `layers` are also its parameters. */
export interface RbfMemory extends EvaluationMemory {
  readonly layers: readonly RbfLayer[];
}

/** What a training program is composed from. */
export interface ComposedRbfNetwork {
  readonly pool: Pool;
  readonly head: "rbfCost";
  readonly layers: readonly RbfLayer[];
  readonly memory: RbfMemory;
  /** Composes the forward pass over `rows` rows of the memory's inputs. */
  composeForward(builder: ProgramBuilder, rows: Cell<"cellInt">): void;
  /** Composes the gradients by the hidden layers' logits, from that by the classes'. */
  composeHiddenGradients(builder: ProgramBuilder, rows: Cell<"cellInt">): void;
}

function allocateParameter(heap: SharedHeap, name: string, bytes: number): RbfParameter {
  const [values, gradient, mean, square] = Array.from({ length: 4 }, () => heap.allocate(bytes)) as [
    Region,
    Region,
    Region,
    Region,
  ];
  return { name, values, gradient, mean, square };
}

/** Memory for the layers of a network, for up to `capacity` rows, all zero. */
export function allocateLayers(
  heap: SharedHeap,
  { inputs, hidden, classes }: RbfShape,
  capacity: number,
): RbfLayer[] {
  return [...hidden, classes].map((units, i) => {
    const prefix = i < hidden.length ? `h${i}/` : "";
    const columns = i === 0 ? inputs : hidden[i - 1]!;
    const inputPitch = rowPitch(columns);
    const pitch = rowPitch(units);
    const logits = heap.allocate(capacity * pitch);
    return {
      inputs: columns,
      units,
      inputPitch,
      mu: allocateParameter(heap, `${prefix}mu`, units * inputPitch),
      beta: allocateParameter(heap, `${prefix}beta`, units * inputPitch),
      pitch,
      logits,
      output: i < hidden.length ? heap.allocate(capacity * pitch) : logits,
      gradient: heap.allocate(capacity * pitch),
    };
  });
}
