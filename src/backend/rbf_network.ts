/**
 * Networks of radial basis functions on the kernel pack (§7): a class responds by p = exp(-Σ β (x - μ)²), with a
 * centre μ and a diagonal β >= 0 of its own. Without hidden layers it is the paper's shallow network; hidden units
 * respond alike, and the next layer sees their responses.
 */
import {
  type EvaluableNetwork,
  Evaluation,
  type EvaluationMemory,
  type EvaluationOptions,
} from "./evaluation.ts";
import type { HeapData } from "./heap_data.ts";
import { type Parameters, rowPitch } from "./maxout_layers.ts";
import type { Pool } from "./pool.ts";
import type { Cell, ProgramBuilder } from "./program.ts";
import { RbfTraining, type RbfTrainingOptions } from "./rbf_training.ts";
import type { Region, SharedHeap } from "./shared_heap.ts";

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
  /** Bytes of a row of `output`, `response` and `gradient`. */
  readonly pitch: number;
  /** [rows, units]: the logits, the logarithms of the responses. */
  readonly output: Region;
  /** [rows, units]: the responses, of hidden layers. */
  readonly response: Region;
  /** [rows, units]: the gradient by the logits. */
  readonly gradient: Region;
}

/** The network's memory; `layers` are also its parameters. */
export interface RbfMemory extends EvaluationMemory {
  readonly layers: readonly RbfLayer[];
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

function allocateLayers(
  heap: SharedHeap,
  { inputs, hidden, classes }: RbfShape,
  capacity: number,
): RbfLayer[] {
  return [...hidden, classes].map((units, i) => {
    const prefix = i < hidden.length ? `h${i}/` : "";
    const columns = i === 0 ? inputs : hidden[i - 1]!;
    const inputPitch = rowPitch(columns);
    const pitch = rowPitch(units);
    return {
      inputs: columns,
      units,
      inputPitch,
      mu: allocateParameter(heap, `${prefix}mu`, units * inputPitch),
      beta: allocateParameter(heap, `${prefix}beta`, units * inputPitch),
      pitch,
      output: heap.allocate(capacity * pitch),
      response: heap.allocate(capacity * pitch),
      gradient: heap.allocate(capacity * pitch),
    };
  });
}

/** An owned resource: dispose it to free its memory. */
export class RbfNetwork implements EvaluableNetwork, Disposable {
  readonly pool: Pool;
  readonly shape: RbfShape;
  readonly head = "rbfCost";
  readonly memory: RbfMemory;

  /** A network whose parameters are all zero, for up to `capacity` rows at once. */
  constructor(pool: Pool, shape: RbfShape, capacity = 500) {
    const { heap } = pool;
    const inputPitch = rowPitch(shape.inputs);
    this.pool = pool;
    this.shape = shape;
    this.memory = {
      capacity,
      inputPitch,
      inputs: heap.allocate(capacity * inputPitch),
      inputGradient: heap.allocate(capacity * inputPitch),
      labels: heap.allocate(4 * capacity),
      losses: heap.allocate(8 * capacity),
      confidences: heap.allocate(8 * capacity),
      predictions: heap.allocate(4 * capacity),
      layers: allocateLayers(heap, shape, capacity),
    };
  }

  get layers(): readonly RbfLayer[] {
    return this.memory.layers;
  }

  /**
   * Loads parameters "mu" and "beta" [classes, width below], and those of hidden layers "h0/mu", "h0/beta", …
   *
   * @throws {RangeError} when one is missing or has another size
   */
  load(parameters: Parameters): void {
    const { heap } = this.pool;
    this.#each((parameter, { units, inputs, inputPitch }) => {
      const values = parameters[parameter.name];
      if (values?.length !== units * inputs) {
        throw new RangeError(
          `Cannot load ${parameter.name}: found ${values?.length} numbers, expected ${units} x ${inputs}`,
        );
      }
      const memory = heap.f32(parameter.values);
      for (let u = 0; u < units; u++) {
        memory.set(values.subarray(u * inputs, (u + 1) * inputs), u * inputPitch / 4);
      }
    });
  }

  /** The parameters by name, in the layout of `load`. */
  parameters(): Record<string, Float32Array> {
    return this.#read({ "": "values" });
  }

  /** The optimiser's moments by the parameters' names: "mu/mean", "mu/square", … */
  moments(): Record<string, Float32Array> {
    return this.#read({ "/mean": "mean", "/square": "square" });
  }

  /** Composes a training program. */
  training(data: HeapData, options: RbfTrainingOptions): RbfTraining {
    return new RbfTraining(this, data, options);
  }

  /** Composes evaluation programs; with `epsilon`, of fast gradient sign examples against this network. */
  evaluation(data: HeapData, options: EvaluationOptions = {}): Evaluation {
    return new Evaluation(this, data, options);
  }

  composeForward(builder: ProgramBuilder, rows: Cell<"cellInt">): void {
    let input = this.memory.inputs;
    this.layers.forEach((layer, i) => {
      const { units, inputs: columns, inputPitch, mu, beta, output, response, pitch } = layer;
      builder.emit("rbfForward", {
        ...{ rows, units, columns, input, pitch: inputPitch, mu: mu.values, beta: beta.values },
        ...{ output, outputPitch: pitch },
      });
      if (i === this.layers.length - 1) return;
      builder.emit("exponential", { rows, columns: units, input: output, output: response, pitch });
      input = response;
    });
  }

  composeBackward(builder: ProgramBuilder, rows: Cell<"cellInt">): void {
    this.composeHiddenGradients(builder, rows);
    this.#composeInputGradient(builder, rows, 0, this.memory.inputGradient);
  }

  /** Composes the gradients by the hidden layers' logits, from that by the classes'. */
  composeHiddenGradients(builder: ProgramBuilder, rows: Cell<"cellInt">): void {
    for (let i = this.layers.length - 1; i > 0; i--) {
      const { gradient, response, pitch } = this.layers[i - 1]!;
      this.#composeInputGradient(builder, rows, i, gradient);
      builder.emit("multiply", { rows, input: gradient, factor: response, output: gradient, pitch });
    }
  }

  [Symbol.dispose](): void {
    const { heap } = this.pool;
    const { inputs, inputGradient, labels, losses, confidences, predictions, layers } = this.memory;
    const own = layers.flatMap(({ mu, beta, output, response, gradient }) => [
      ...[mu, beta].flatMap((p) => [p.values, p.gradient, p.mean, p.square]),
      ...[output, response, gradient],
    ]);
    const regions = [inputs, inputGradient, labels, losses, confidences, predictions, ...own];
    regions.forEach((region) => heap.free(region));
  }

  /** The gradient by the input of layer i. */
  #composeInputGradient(builder: ProgramBuilder, rows: Cell<"cellInt">, i: number, output: Region): void {
    const { units, gradient, pitch, inputPitch, mu, beta } = this.layers[i]!;
    const input = i === 0 ? this.memory.inputs : this.layers[i - 1]!.response;
    builder.emit("rbfInputGradient", {
      ...{ rows, units, gradient, gradientPitch: pitch, input, pitch: inputPitch },
      ...{ mu: mu.values, beta: beta.values, output },
    });
  }

  #each(visit: (parameter: RbfParameter, layer: RbfLayer) => void): void {
    for (const layer of this.layers) [layer.mu, layer.beta].forEach((parameter) => visit(parameter, layer));
  }

  /** Copies without the padding, by the parameters' names and a suffix for each region asked for. */
  #read(regions: Readonly<Record<string, "values" | "mean" | "square">>): Record<string, Float32Array> {
    const { heap } = this.pool;
    const found: Record<string, Float32Array> = {};
    this.#each((parameter, { units, inputs, inputPitch }) => {
      for (const [suffix, region] of Object.entries(regions)) {
        const memory = heap.f32(parameter[region]);
        const values = found[`${parameter.name}${suffix}`] = new Float32Array(units * inputs);
        for (let u = 0; u < units; u++) {
          const row = u * inputPitch / 4;
          values.set(memory.subarray(row, row + inputs), u * inputs);
        }
      }
    });
    return found;
  }
}
