/**
 * What every model is: named parameters, a pure forward function from images to logits, and a head that says what
 * the logits mean. Dropout belongs to training: the forward function takes it as an argument and attacks leave it off.
 */
import type * as tf from "@tensorflow/tfjs-core";
import type { Head } from "./heads.ts";

/** Parameters by the names they have in the store, such as "h0/W" and "y/b". */
export type Parameters = Readonly<Record<string, tf.Tensor>>;

/** What dropout does to the input of the layer named `layer` ([n, width] → [n, width]). */
export type Dropout = (input: tf.Tensor2D, layer: string) => tf.Tensor2D;

/** The form of a model, without parameter values: plain data, part of a run's specification. */
export type Architecture =
  | { readonly type: "softmax"; readonly inputs: number; readonly classes: number }
  | { readonly type: "logistic"; readonly inputs: number }
  | {
    readonly type: "maxout";
    readonly inputs: number;
    readonly classes: number;
    /** Units of each hidden layer. */
    readonly units: readonly number[];
    /** Linear pieces of each unit. */
    readonly pieces: number;
  };

/** Shapes of the parameters, in the order in which they are stored. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** A kind of model: pure functions of an architecture. */
export interface ModelKind<A extends Architecture = Architecture> {
  /** Shapes of the parameters by name. */
  shapes(architecture: A): Shapes;
  /** [n, inputs] → [n, classes] logits ([n, 1] for logistic regression). */
  logits(architecture: A, parameters: Parameters, x: tf.Tensor2D, dropout?: Dropout): tf.Tensor2D;
  /** What the logits mean. */
  readonly head: Head;
}

/** A model with its parameters: what attacks and measurements work on. */
export interface Model {
  /** What the logits mean. */
  readonly head: Head;
  /** Images [n, inputs] float32 → logits, dropout off. */
  logits(x: tf.Tensor2D): tf.Tensor2D;
  /** The same parameters that `logits` uses; not copies. */
  readonly parameters: Parameters;
}
