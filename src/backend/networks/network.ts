/**
 * A network on a device: its layers, the working memory for some rows at once, and the programs that train and evaluate
 * it. Softmax regression is a linear layer alone; a logistic regression is that with one class and the head "bernoulli".
 */
import type { Device } from "../program/device.ts";
import type { DeviceImages } from "./device_images.ts";
import { Evaluation, type EvaluationOptions } from "./evaluation.ts";
import type { Layer, Parameters } from "./layers/layer.ts";
import type { AnyLayerSpec, LayerKinds } from "./layers/mod.ts";
import { allocateMemory, type NetworkMemory, type NetworkParts } from "./network_parts.ts";
import { type Head, type NetworkShape, placed } from "./shape.ts";
import { TrainingProgram } from "./training_program.ts";
import type { TrainingOptions } from "./training_options.ts";

/** How a network is made. */
export interface NetworkOptions {
  /** The most rows that are computed at once: at least twice the batch of training (default 500). */
  readonly capacity?: number;
  /** The kinds of layers that it may be made of (default: `LAYERS`). */
  readonly kinds?: LayerKinds;
}

/** An owned resource: dispose it to free its memory. */
export class Network implements NetworkParts, Disposable {
  readonly device: Device;
  readonly inputs: number;
  readonly head: Head;
  readonly layers: readonly Layer[];
  readonly memory: NetworkMemory;

  /** A network whose parameters are all zero. */
  constructor(device: Device, shape: NetworkShape, options?: NetworkOptions);
  constructor(device: Device, shape: NetworkShape<AnyLayerSpec>, options?: NetworkOptions);
  constructor(device: Device, shape: NetworkShape<AnyLayerSpec>, options: NetworkOptions = {}) {
    const { capacity = 500, kinds } = options;
    this.device = device;
    this.inputs = shape.inputs;
    this.head = shape.head;
    this.layers = placed(shape, kinds).map(({ kind, place, own }) =>
      kind.allocate(device, place, own, capacity)
    );
    this.memory = allocateMemory(device, shape.inputs, capacity);
  }

  get outputs(): number {
    return this.layers.at(-1)!.units;
  }

  /**
   * Loads parameters in the layout of the store and, with `state`, the optimiser's state; else that is zero.
   *
   * @throws {RangeError} when one is missing or has another size
   */
  load(parameters: Parameters, state?: Parameters): void {
    for (const layer of this.layers) layer.load(parameters, state);
  }

  /** The parameters in the layout of the store. */
  parameters(): Record<string, Float32Array> {
    return Object.assign({}, ...this.layers.map((layer) => layer.parameters()));
  }

  /** The optimiser's state, in the layout of the store. */
  optimiserState(): Record<string, Float32Array> {
    return Object.assign({}, ...this.layers.map((layer) => layer.state()));
  }

  /** Composes a training program. */
  training(images: DeviceImages, options: TrainingOptions): TrainingProgram {
    return this.device.allOrNothing(() => new TrainingProgram(this, images, options));
  }

  /** Composes evaluation programs; with an attack, of fast gradient sign examples against this network. */
  evaluation(images: DeviceImages, options: EvaluationOptions = {}): Evaluation {
    return this.device.allOrNothing(() => new Evaluation(this, images, options));
  }

  [Symbol.dispose](): void {
    for (const layer of this.layers) layer.free();
    const { inputs, inputGradient, labels, losses, confidences, predictions } = this.memory;
    for (const region of [inputs, inputGradient, labels, losses, confidences, predictions]) {
      this.device.free(region);
    }
  }
}
