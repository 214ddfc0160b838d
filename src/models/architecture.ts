/**
 * The forms of the paper's models, as plain data: part of a run's specification. Most are networks with a linear layer
 * on top: of maxout layers (Goodfellow et al., "Maxout Networks", ICML 2013), of rectified linear or sigmoid units
 * (§3 names them beside maxout), or without hidden layers: softmax regression, and logistic regression, which has one
 * output. The network of §7 is made of radial basis functions.
 */
import { MOST_CLASSES } from "../datasets/mod.ts";
import { checkWhole } from "../numeric/checks.ts";
import type { Activation } from "../backend/networks/layers/activated.ts";
import type { Shapes } from "../backend/networks/layers/layer.ts";
import { type NetworkShape, parameterShapes, stateShapes } from "../backend/networks/shape.ts";

/** A network with a linear layer on top, without parameter values. */
export type LayeredArchitecture =
  | { readonly type: "softmax"; readonly inputs: number; readonly classes: number }
  | { readonly type: "logistic"; readonly inputs: number }
  | {
    readonly type: "maxout";
    readonly inputs: number;
    readonly classes: number;
    /** Units of each hidden layer. */
    readonly units: readonly number[];
    /** Linear pieces of each unit; one bias for each piece, no zero in the maximum. */
    readonly pieces: number;
    /** Independent sigmoid outputs, one for each class (appendix A); absent: softmax. */
    readonly outputs?: "sigmoid";
  }
  | {
    readonly type: "perceptron";
    readonly inputs: number;
    readonly classes: number;
    /** Units of each hidden layer. */
    readonly units: readonly number[];
    /** What the units' sums go through. */
    readonly activation: Activation;
  };

/** A network of radial basis functions, each with a centre μ and a diagonal β: p = exp(-Σ β (x - μ)²). */
export interface RbfArchitecture {
  /** Which form it is. */
  readonly type: "rbf";
  /** Pixels of an image. */
  readonly inputs: number;
  /** Units of the output layer. */
  readonly classes: number;
  /** Units of each hidden layer; absent: the shallow network. */
  readonly units?: readonly number[];
}

/** The form of a model, without parameter values. */
export type Architecture = LayeredArchitecture | RbfArchitecture;

/** How many classes a model of this form tells apart; logistic regression, which has one output, two. */
export function classesOf(architecture: Architecture): number {
  return architecture.type === "logistic" ? 2 : architecture.classes;
}

/** @throws {RangeError} when there are more classes than predictions and labels, which are bytes, can name */
export function checkClasses(classes: number): void {
  checkWhole("make the model", "the number of classes", classes, 1, MOST_CLASSES);
}

/** @throws {RangeError} when a size of the form is no whole number from 1, or there are more than 256 classes */
export function checkArchitecture(architecture: Architecture): void {
  const { inputs, type } = architecture;
  const size = (name: string, found: number) => checkWhole("make the model", name, found, 1);
  size("the number of inputs", inputs);
  checkClasses(classesOf(architecture));
  if ("units" in architecture) {
    architecture.units?.forEach((units, i) => size(`the number of units of hidden layer ${i}`, units));
  }
  if (type === "maxout") checkWhole("make the model", "the number of pieces", architecture.pieces, 1, 256);
}

/** The layers of an architecture, as the backend makes them. */
export function networkOf(architecture: Architecture): NetworkShape {
  const { inputs } = architecture;
  switch (architecture.type) {
    case "softmax":
      return { inputs, layers: [{ kind: "linear", units: architecture.classes }], head: "softmax" };
    case "logistic":
      return { inputs, layers: [{ kind: "linear", units: 1 }], head: "bernoulli" };
    case "maxout": {
      const { units, pieces, classes, outputs } = architecture;
      const hidden = units.map((n) => ({ kind: "maxout", units: n, pieces } as const));
      const head = outputs === "sigmoid" ? "bernoulli" : "softmax";
      return { inputs, layers: [...hidden, { kind: "linear", units: classes }], head };
    }
    case "perceptron": {
      const { units, activation, classes } = architecture;
      const hidden = units.map((n) => ({ kind: "activated", units: n, activation } as const));
      return { inputs, layers: [...hidden, { kind: "linear", units: classes }], head: "softmax" };
    }
    case "rbf": {
      const { units = [], classes } = architecture;
      const hidden = units.map((n) => ({ kind: "rbf", units: n, output: "response" } as const));
      return {
        inputs,
        layers: [...hidden, { kind: "rbf", units: classes, output: "logit" }],
        head: "rbfCost",
      };
    }
  }
}

/**
 * Parameters of an architecture: hᵢ/W [width before, units · pieces] with a unit's pieces in consecutive columns and
 * hᵢ/b [units · pieces] for each hidden layer, then y/W [width before, outputs] and y/b [outputs]. Of radial basis
 * functions: hᵢ/mu and hᵢ/beta [units, width before], then mu and beta [classes, width before].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const shapes = shapesOf({ type: "maxout", inputs: 784, classes: 10, units: [240], pieces: 5 });
 * assertEquals(shapes, { "h0/W": [784, 1200], "h0/b": [1200], "y/W": [240, 10], "y/b": [10] });
 * ```
 */
export function shapesOf(architecture: Architecture): Shapes {
  return parameterShapes(networkOf(architecture));
}

/**
 * Shapes of what an optimiser keeps: a velocity for each parameter, by its name; of radial basis functions Adam's
 * two moments, such as "mu/mean" and "mu/square".
 */
export function velocityShapesOf(architecture: Architecture): Shapes {
  return stateShapes(networkOf(architecture));
}

/** Number of parameters. */
export function parameterCount(architecture: Architecture): number {
  return Object.values(shapesOf(architecture)).reduce(
    (sum, shape) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
}
