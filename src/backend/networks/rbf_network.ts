/**
 * Networks of radial basis functions on the kernel pack (§7): a class responds by p = exp(-Σ β (x - μ)²), with a
 * centre μ and a diagonal β >= 0 of its own. Without hidden layers it is the paper's shallow network; hidden units
 * respond alike, and the next layer sees their responses.
 */
import type { EvaluableNetwork } from "./compose_evaluation.ts";
import { Evaluation, type EvaluationOptions } from "./evaluation.ts";
import type { HeapData } from "./heap_data.ts";
import { type Parameters, rowPitch } from "./maxout_layers.ts";
import type { Pool } from "../devices/wasm/pool.ts";
import type { Cell, ProgramBuilder } from "../program/program.ts";
import {
  allocateLayers,
  type ComposedRbfNetwork,
  type RbfLayer,
  type RbfMemory,
  type RbfParameter,
  type RbfShape,
} from "./rbf_layers.ts";
import { RbfTraining, type RbfTrainingOptions } from "./rbf_training.ts";
import type { Region } from "../devices/wasm/shared_heap.ts";

/** Regions of a parameter by what follows its name. */
type Suffixes = readonly (readonly [string, "values" | "mean" | "square"])[];

const VALUES: Suffixes = [["", "values"]];
const MOMENTS: Suffixes = [["/mean", "mean"], ["/square", "square"]];

/** An owned resource: dispose it to free its memory. */
export class RbfNetwork implements ComposedRbfNetwork, EvaluableNetwork, Disposable {
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
    return this.pool.heap.allOrNothing(() => new RbfTraining(this, data, options));
  }

  /** Composes evaluation programs; with `epsilon`, of fast gradient sign examples against this network. */
  evaluation(data: HeapData, options: EvaluationOptions = {}): Evaluation {
    return this.pool.heap.allOrNothing(() => new Evaluation(this, data, options));
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
