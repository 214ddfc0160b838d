/**
 * The forms of the paper's models, as plain data: part of a run's specification. Most are networks with a linear layer
 * on top: of maxout layers (Goodfellow et al., "Maxout Networks", ICML 2013), of rectified linear or sigmoid units
 * (§3 names them beside maxout), or without hidden layers: softmax regression, and logistic regression, which has one
 * output. The network of §7 is made of radial basis functions.
 */
import { MOST_CLASSES } from "../datasets/mod.ts";
import { checkWhole } from "../numeric/checks.ts";
import type { Activation } from "../backend/networks/maxout_layers.ts";
import type { NetworkOptions } from "../backend/networks/maxout_network.ts";
import type { RbfShape } from "../backend/networks/rbf_layers.ts";

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

/** Shapes of the parameters by name, in the order in which they are stored. */
export type Shapes = Readonly<Record<string, readonly number[]>>;

/** What the kernels need to know of a network of radial basis functions. */
export function rbfShapeOf({ inputs, units = [], classes }: RbfArchitecture): RbfShape {
  return { inputs, hidden: units, classes };
}

/** What the kernels need to know of a network with a linear layer on top. */
export function networkOf(architecture: LayeredArchitecture): NetworkOptions {
  const { inputs } = architecture;
  switch (architecture.type) {
    case "softmax":
      return { inputs, hidden: [], classes: architecture.classes, head: "softmax" };
    case "logistic":
      return { inputs, hidden: [], classes: 1, head: "bernoulli" };
    case "maxout": {
      const { units, pieces, classes, outputs } = architecture;
      const head = outputs === "sigmoid" ? "bernoulli" : "softmax";
      return { inputs, hidden: units.map((n) => ({ units: n, pieces })), classes, head };
    }
    case "perceptron": {
      const { units, activation, classes } = architecture;
      const hidden = units.map((n) => ({ units: n, pieces: 1, activation }));
      return { inputs, hidden, classes, head: "softmax" };
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
  if (architecture.type === "rbf") return rbfShapes(architecture);
  const { inputs, hidden, classes } = networkOf(architecture);
  const shapes: Record<string, number[]> = {};
  let width = inputs;
  hidden.forEach(({ units, pieces }, i) => {
    shapes[`h${i}/W`] = [width, units * pieces];
    shapes[`h${i}/b`] = [units * pieces];
    width = units;
  });
  return { ...shapes, "y/W": [width, classes], "y/b": [classes] };
}

function rbfShapes(architecture: RbfArchitecture): Shapes {
  const { inputs, hidden, classes } = rbfShapeOf(architecture);
  const shapes: Record<string, number[]> = {};
  let width = inputs;
  [...hidden, classes].forEach((units, i) => {
    const prefix = i < hidden.length ? `h${i}/` : "";
    shapes[`${prefix}mu`] = shapes[`${prefix}beta`] = [units, width];
    width = units;
  });
  return shapes;
}

/**
 * Shapes of what an optimiser keeps: a velocity for each parameter, by its name; of radial basis functions Adam's
 * two moments, such as "mu/mean" and "mu/square".
 */
export function velocityShapesOf(architecture: Architecture): Shapes {
  const shapes = shapesOf(architecture);
  if (architecture.type !== "rbf") return shapes;
  return Object.fromEntries(
    Object.entries(shapes).flatMap(([name, shape]) => [[`${name}/mean`, shape], [`${name}/square`, shape]]),
  );
}

/** Number of parameters. */
export function parameterCount(architecture: Architecture): number {
  return Object.values(shapesOf(architecture)).reduce(
    (sum, shape) => sum + shape.reduce((a, b) => a * b, 1),
    0,
  );
}
