/** The paper's models on the kernel pack. */
import type { Engine } from "../backend/engine.ts";
import type { CostGradient } from "../backend/networks/compose.ts";
import { heapData } from "../backend/networks/heap_data.ts";
import type { Evaluation, HiddenLayer } from "../backend/networks/evaluation.ts";
import { MaxoutNetwork } from "../backend/networks/maxout_network.ts";
import { RbfNetwork } from "../backend/networks/rbf_network.ts";
import { type Architecture, networkOf, rbfShapeOf } from "./architecture.ts";
import type { Answers, Model, Parameters, Pixels } from "./model.ts";

/** Rows that are computed at once; no result depends on it. */
const CAPACITY = 1000;

/** The network of an architecture, with parameters yet to be loaded. */
function networkFor({ pool }: Engine, architecture: Architecture, capacity: number) {
  return architecture.type === "rbf"
    ? new RbfNetwork(pool, rbfShapeOf(architecture), capacity)
    : new MaxoutNetwork(pool, { ...networkOf(architecture), capacity });
}

/** A trained network; dispose it to free its memory. */
export class NetworkModel implements Model, Disposable {
  readonly inputs: number;
  readonly #network: MaxoutNetwork | RbfNetwork;

  /**
   * A model of this form with these parameters.
   *
   * @throws {RangeError} when a parameter is missing or has another size
   */
  constructor(engine: Engine, architecture: Architecture, parameters: Parameters, capacity = CAPACITY) {
    this.inputs = architecture.inputs;
    this.#network = networkFor(engine, architecture, capacity);
    try {
      this.#network.load(parameters);
    } catch (error) {
      this.#network[Symbol.dispose]();
      throw error;
    }
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

  inputGradient(x: Pixels, labels: ArrayLike<number>, kind: CostGradient = "exact"): Float32Array {
    return this.#evaluate(x, labels, (evaluation) => evaluation.inputGradients({}, kind));
  }

  hidden(x: Pixels): readonly HiddenLayer[] {
    return this.#evaluate(x, undefined, (evaluation) => evaluation.hidden());
  }

  pullback(x: Pixels, gradient: Float32Array): Float32Array {
    return this.#evaluate(x, undefined, (evaluation) => evaluation.pullback(gradient));
  }

  /** Frees the network's memory. */
  [Symbol.dispose](): void {
    this.#network[Symbol.dispose]();
  }

  #evaluate<T>(
    x: Pixels,
    labels: ArrayLike<number> | undefined,
    work: (evaluation: Evaluation) => T,
  ): T {
    using data = heapData(this.#network.pool.heap, x, this.inputs, labels);
    using evaluation = this.#network.evaluation(data);
    return work(evaluation);
  }
}
