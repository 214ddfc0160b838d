/** The paper's models on the kernel pack. */
import type { Engine } from "../backend/engine.ts";
import type { CostGradient } from "../backend/networks/compose.ts";
import { deviceImages } from "../backend/networks/device_images.ts";
import type { Evaluation, HiddenLayer } from "../backend/networks/evaluation.ts";
import { Network } from "../backend/networks/network.ts";
import type { Rng } from "../random/mod.ts";
import { checkImages, checkLabels, checkWhole } from "../numeric/checks.ts";
import { type Architecture, checkArchitecture, classesOf, networkOf } from "./architecture.ts";
import { type Dropout, dropoutMasks } from "./dropout.ts";
import type { Answers, Model, Parameters, Pixels } from "./model.ts";

/** Rows that are computed at once; no result depends on it. */
const CAPACITY = 1000;

/** The network of an architecture with these parameters. */
function networkFor(
  { device }: Engine,
  architecture: Architecture,
  parameters: Parameters,
  capacity: number,
): Network {
  return device.allOrNothing(() => {
    const network = new Network(device, networkOf(architecture), { capacity });
    network.load(parameters);
    return network;
  });
}

/** A model with the gradients that it has under dropout; it lives as long as the model. */
class ModelUnderDropout implements Model {
  readonly inputs: number;
  readonly classes: number;
  readonly #model: Model;
  readonly #gradient: (x: Pixels, labels: ArrayLike<number>, kind: CostGradient) => Float32Array;

  constructor(
    model: Model,
    gradient: (x: Pixels, labels: ArrayLike<number>, kind: CostGradient) => Float32Array,
  ) {
    this.inputs = model.inputs;
    this.classes = model.classes;
    this.#model = model;
    this.#gradient = gradient;
  }

  get parameters(): Parameters {
    return this.#model.parameters;
  }
  answers(x: Pixels): Answers {
    return this.#model.answers(x);
  }
  losses(x: Pixels, labels: ArrayLike<number>): Float64Array {
    return this.#model.losses(x, labels);
  }
  inputGradient(x: Pixels, labels: ArrayLike<number>, kind: CostGradient = "float32"): Float32Array {
    return this.#gradient(x, labels, kind);
  }
}

/** A trained network; dispose it to free its memory. */
export class NetworkModel implements Model, Disposable {
  readonly inputs: number;
  readonly classes: number;
  readonly #architecture: Architecture;
  readonly #owned: Network;
  #disposed = false;

  /**
   * A model of this form with these parameters, for `capacity` images at once.
   *
   * @throws {RangeError} when a parameter is missing or has another size, or there are more than 256 classes
   */
  constructor(engine: Engine, architecture: Architecture, parameters: Parameters, capacity = CAPACITY) {
    checkArchitecture(architecture);
    checkWhole("make the model", "the capacity", capacity, 1);
    this.inputs = architecture.inputs;
    this.classes = classesOf(architecture);
    this.#architecture = architecture;
    this.#owned = networkFor(engine, architecture, parameters, capacity);
  }

  get parameters(): Parameters {
    return this.#network.parameters();
  }

  answers(x: Pixels): Answers {
    return this.#evaluate(x, undefined, (evaluation) => {
      const { predictions, confidences, logits } = evaluation.evaluate();
      return { predictions: Uint8Array.from(predictions), confidences, logits };
    });
  }

  losses(x: Pixels, labels: ArrayLike<number>): Float64Array {
    return this.#evaluate(x, labels, (evaluation) => evaluation.evaluate().losses);
  }

  inputGradient(x: Pixels, labels: ArrayLike<number>, kind: CostGradient = "float32"): Float32Array {
    return this.#evaluate(x, labels, (evaluation) => evaluation.inputGradients({}, kind));
  }

  underDropout(dropout: Dropout, rng: Rng): Model {
    const masks = dropoutMasks(dropout, this.#architecture, rng);
    return new ModelUnderDropout(
      this,
      (x, labels, kind) =>
        this.#evaluate(x, labels, (evaluation) => evaluation.dropoutGradients(masks, {}, kind)),
    );
  }

  hidden(x: Pixels): readonly HiddenLayer[] {
    return this.#evaluate(x, undefined, (evaluation) => evaluation.hidden());
  }

  pullback(x: Pixels, gradient: Float32Array): Float32Array {
    return this.#evaluate(x, undefined, (evaluation) => evaluation.pullback(gradient));
  }

  /** Frees the network's memory; whatever is asked of the model then is a `ReferenceError`. */
  [Symbol.dispose](): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#owned[Symbol.dispose]();
  }

  get #network(): Network {
    if (this.#disposed) throw new ReferenceError("Cannot use the model: it was disposed, make a new one");
    return this.#owned;
  }

  #evaluate<T>(
    x: Pixels,
    labels: ArrayLike<number> | undefined,
    work: (evaluation: Evaluation) => T,
  ): T {
    const network = this.#network;
    const count = checkImages(x, this.inputs);
    if (labels !== undefined) checkLabels(labels, count, this.classes);
    using data = deviceImages(network.device, x, this.inputs, labels);
    using evaluation = network.evaluation(data);
    return work(evaluation);
  }
}
