/**
 * A maxout network on the kernel pack: parameters and working memory in the shared heap, and the programs that train
 * and evaluate it. Softmax regression is such a network without hidden layers; a logistic regression has one class
 * and the head "bernoulli".
 */
import {
  composeBackward,
  type ComposedNetwork,
  composeForward,
  type Composition,
  type Head,
} from "./compose.ts";
import type { HeapData } from "./heap_data.ts";
import type { EvaluableNetwork } from "./compose_evaluation.ts";
import { Evaluation, type EvaluationOptions } from "./evaluation.ts";
import {
  allocateLayer,
  freeLayer,
  type Layer,
  layerShapes,
  loadLayers,
  type NetworkShape,
  type Parameters,
  storeLayers,
} from "./maxout_layers.ts";
import { MaxoutTraining } from "./maxout_training.ts";
import { allocateMemory, freeMemory, type NetworkMemory } from "./network_memory.ts";
import type { Pool } from "../devices/wasm/pool.ts";
import type { Cell, ProgramBuilder } from "../program/program.ts";
import type { TrainingOptions } from "./training_options.ts";

/** What a network is made of. */
export interface NetworkOptions extends NetworkShape {
  /** The cost (default "softmax"). */
  readonly head?: Head;
  /** The most rows that are computed at once: at least twice the batch of training (default 500). */
  readonly capacity?: number;
}

/** An owned resource: dispose it to free its memory. */
export class MaxoutNetwork implements ComposedNetwork, EvaluableNetwork, Disposable {
  readonly pool: Pool;
  readonly shape: NetworkShape;
  readonly head: Head;
  readonly layers: readonly Layer[];
  readonly memory: NetworkMemory;

  /** A network whose parameters are all zero. */
  constructor(pool: Pool, options: NetworkOptions) {
    this.pool = pool;
    this.shape = options;
    this.head = options.head ?? "softmax";
    this.layers = layerShapes(options).map((shape) => allocateLayer(pool.heap, shape));
    this.memory = allocateMemory(pool.heap, this.layers, options.capacity ?? 500);
  }

  /** Loads parameters in the layout of the store and, with `velocities`, the optimiser's state; else that is zero. */
  load(parameters: Parameters, velocities?: Parameters): void {
    const { heap } = this.pool;
    loadLayers(heap, this.layers, parameters);
    if (velocities) loadLayers(heap, this.layers, velocities, "velocities");
    else {this.layers.forEach((l) =>
        [l.velocity, l.biasVelocity].forEach((region) => heap.f32(region).fill(0))
      );}
  }

  /** The parameters in the layout of the store. */
  parameters(): Record<string, Float32Array> {
    return storeLayers(this.pool.heap, this.layers);
  }

  /** The optimiser's state, by the parameters' names and in their layout. */
  velocities(): Record<string, Float32Array> {
    return storeLayers(this.pool.heap, this.layers, "velocities");
  }

  /** Composes a training program. */
  training(data: HeapData, options: TrainingOptions): MaxoutTraining {
    return this.pool.heap.allOrNothing(() => new MaxoutTraining(this, data, options));
  }

  /** Composes evaluation programs; with `epsilon`, of fast gradient sign examples against this network. */
  evaluation(data: HeapData, options: EvaluationOptions = {}): Evaluation {
    return this.pool.heap.allOrNothing(() => new Evaluation(this, data, options));
  }

  composeForward(builder: ProgramBuilder, rows: Cell<"cellInt">): void {
    composeForward(this.#composition(builder, rows), this.memory.inputs, []);
  }

  composeBackward(builder: ProgramBuilder, rows: Cell<"cellInt">): void {
    composeBackward(this.#composition(builder, rows), [], true);
  }

  [Symbol.dispose](): void {
    this.layers.forEach((layer) => freeLayer(this.pool.heap, layer));
    freeMemory(this.pool.heap, this.memory);
  }

  #composition(builder: ProgramBuilder, rows: Cell<"cellInt">): Composition {
    const { layers, memory, head } = this;
    return { builder, layers, memory, head, first: 0, rows, capacity: memory.capacity };
  }
}
