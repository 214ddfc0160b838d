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

/** Regions of a parameter by what follows its name. */
type Suffixes = readonly (readonly [string, "values" | "mean" | "square"])[];

const VALUES: Suffixes = [["", "values"]];
const MOMENTS: Suffixes = [["/mean", "mean"], ["/square", "square"]];

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
   * Loads parameters "mu" and "beta" [classes, width below], and those of hidden layers "h0/mu", "h0/beta", …; and
   * the optimiser's moments, "mu/mean", "mu/square", …, which are zero otherwise.
   *
   * @throws {RangeError} when one is missing or has another size
   */
  load(parameters: Parameters, velocities?: Parameters): void {
    this.#write(parameters, VALUES);
    if (velocities) this.#write(velocities, MOMENTS);
    else {
      this.#each(({ mean, square }) => [mean, square].forEach((m) => this.pool.heap.f32(m).fill(0)));
    }
  }

  /** The parameters by name, in the layout of `load`. */
  parameters(): Record<string, Float32Array> {
    return this.#read(VALUES);
  }

  /** The optimiser's moments, in the layout of `load`. */
  velocities(): Record<string, Float32Array> {
    return this.#read(MOMENTS);
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
      const { units, inputs: columns, inputPitch, mu, beta, logits, output, pitch } = layer;
      builder.emit("rbfForward", {
        ...{ rows, units, columns, input, pitch: inputPitch, mu: mu.values, beta: beta.values },
        ...{ output: logits, outputPitch: pitch },
      });
      if (i === this.layers.length - 1) return;
      builder.emit("exponential", { rows, columns: units, input: logits, output, pitch });
      input = output;
    });
  }

  composeBackward(builder: ProgramBuilder, rows: Cell<"cellInt">): void {
    this.composeHiddenGradients(builder, rows);
    this.#composeInputGradient(builder, rows, 0, this.memory.inputGradient);
  }

  /** Composes the gradients by the hidden layers' logits, from that by the classes'. */
  composeHiddenGradients(builder: ProgramBuilder, rows: Cell<"cellInt">): void {
    for (let i = this.layers.length - 1; i > 0; i--) {
      const { gradient, output, pitch } = this.layers[i - 1]!;
      this.#composeInputGradient(builder, rows, i, gradient);
      builder.emit("multiply", { rows, input: gradient, factor: output, output: gradient, pitch });
    }
  }

  [Symbol.dispose](): void {
    const { heap } = this.pool;
    const { inputs, inputGradient, labels, losses, confidences, predictions, layers } = this.memory;
    const own = layers.flatMap(({ mu, beta, logits, output, gradient }) => [
      ...[mu, beta].flatMap((p) => [p.values, p.gradient, p.mean, p.square]),
      ...[logits, output, gradient],
    ]);
    const regions = [inputs, inputGradient, labels, losses, confidences, predictions, ...own];
    new Set(regions).forEach((region) => heap.free(region));
  }

  /** The gradient by the input of layer i. */
  #composeInputGradient(builder: ProgramBuilder, rows: Cell<"cellInt">, i: number, output: Region): void {
    const { units, gradient, pitch, inputPitch, mu, beta } = this.layers[i]!;
    const input = i === 0 ? this.memory.inputs : this.layers[i - 1]!.output;
    builder.emit("rbfInputGradient", {
      ...{ rows, units, gradient, gradientPitch: pitch, input, pitch: inputPitch },
      ...{ mu: mu.values, beta: beta.values, output },
    });
  }

  #each(visit: (parameter: RbfParameter, layer: RbfLayer) => void): void {
    for (const layer of this.layers) [layer.mu, layer.beta].forEach((parameter) => visit(parameter, layer));
  }

  #write(values: Parameters, suffixes: Suffixes): void {
    this.#each((parameter, { units, inputs, inputPitch }) => {
      for (const [suffix, region] of suffixes) {
        const name = `${parameter.name}${suffix}`;
        const own = values[name];
        if (own?.length !== units * inputs) {
          throw new RangeError(
            `Cannot load ${name}: found ${own?.length} numbers, expected ${units} x ${inputs}`,
          );
        }
        const memory = this.pool.heap.f32(parameter[region]);
        for (let u = 0; u < units; u++) {
          memory.set(own.subarray(u * inputs, (u + 1) * inputs), u * inputPitch / 4);
        }
      }
    });
  }

  #read(suffixes: Suffixes): Record<string, Float32Array> {
    const found: Record<string, Float32Array> = {};
    this.#each((parameter, { units, inputs, inputPitch }) => {
      for (const [suffix, region] of suffixes) {
        const memory = this.pool.heap.f32(parameter[region]);
        const own = found[`${parameter.name}${suffix}`] = new Float32Array(units * inputs);
        for (let u = 0; u < units; u++) {
          const row = u * inputPitch / 4;
          own.set(memory.subarray(row, row + inputs), u * inputs);
        }
      }
    });
    return found;
  }
}
