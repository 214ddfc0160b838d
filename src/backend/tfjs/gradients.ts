/**
 * Gradients of the tfjs ops that our models use. tfjs-core registers none in Deno: its module that does so has
 * imports without extensions. Each is tested against finite differences in float64.
 */
import * as tf from "@tensorflow/tfjs-core";

type Saved = tf.Tensor[];
type Gradient = { kernel: string; save?: string[]; saveOutput?: boolean; of: (...args: never[]) => object };

/** Sums `dy` over the axes along which an operand of `shape` was broadcast. */
function unbroadcast(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape);
}

/** One-operand ops whose gradient is dy times a function of x and y. */
const POINTWISE: Record<string, (dy: tf.Tensor, x: tf.Tensor, y: tf.Tensor) => tf.Tensor> = {
  Abs: (dy, x) => tf.mul(dy, tf.sign(x)),
  Exp: (dy, _x, y) => tf.mul(dy, y),
  Log: (dy, x) => tf.div(dy, x),
  Neg: (dy) => tf.neg(dy),
  Relu: (dy, x) => tf.mul(dy, tf.cast(tf.greater(x, 0), "float32")),
  Sigmoid: (dy, _x, y) => tf.mul(dy, tf.mul(y, tf.sub(1, y))),
  Sqrt: (dy, _x, y) => tf.div(dy, tf.mul(y, 2)),
  Square: (dy, x) => tf.mul(dy, tf.mul(x, 2)),
  Tanh: (dy, _x, y) => tf.mul(dy, tf.sub(1, tf.square(y))),
};

/** Two-operand ops with broadcasting: the gradients by the first and by the second operand. */
const BINARY: Record<
  string,
  [
    (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
    (dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor) => tf.Tensor,
  ]
> = {
  Add: [(dy) => dy, (dy) => dy],
  Sub: [(dy) => dy, (dy) => tf.neg(dy)],
  Multiply: [(dy, _a, b) => tf.mul(dy, b), (dy, a) => tf.mul(dy, a)],
  RealDiv: [(dy, _a, b) => tf.div(dy, b), (dy, a, b) => tf.neg(tf.div(tf.mul(dy, a), tf.square(b)))],
};

function matMulGradient(dy: tf.Tensor, a: tf.Tensor, b: tf.Tensor, ta: boolean, tb: boolean) {
  return {
    a: () => ta ? tf.matMul(b, dy, tb, true) : tf.matMul(dy, b, false, !tb),
    b: () => tb ? tf.matMul(dy, a, true, ta) : tf.matMul(a, dy, !ta, false),
  };
}

/** `dy` of a reduction, given back the reduced axes with length 1. */
function keepAxes(dy: tf.Tensor, shape: number[], axis: number | number[]): tf.Tensor {
  const axes = tf.util.parseAxisParam(axis ?? [...shape.keys()], shape);
  return tf.reshape(dy, shape.map((n, i) => axes.includes(i) ? 1 : n));
}

const OTHERS: Gradient[] = [
  {
    kernel: "BatchMatMul",
    save: ["a", "b"],
    of: (dy: tf.Tensor, [a, b]: Saved, attrs: { transposeA: boolean; transposeB: boolean }) =>
      matMulGradient(dy, a!, b!, attrs.transposeA, attrs.transposeB),
  },
  {
    kernel: "Sum",
    save: ["x"],
    of: (dy: tf.Tensor, [x]: Saved, { axis }: { axis: number[] }) => ({
      x: () => tf.mul(keepAxes(dy, x!.shape, axis), tf.onesLike(x!)),
    }),
  },
  {
    kernel: "Max",
    save: ["x"],
    saveOutput: true,
    // among equal elements each gets the whole gradient, as in tfjs
    of: (dy: tf.Tensor, [x, y]: Saved, { reductionIndices: axis }: { reductionIndices: number[] }) => ({
      x: () =>
        tf.mul(
          keepAxes(dy, x!.shape, axis),
          tf.cast(tf.equal(x!, keepAxes(y!, x!.shape, axis)), "float32"),
        ),
    }),
  },
  {
    kernel: "Reshape",
    save: ["x"],
    of: (dy: tf.Tensor, [x]: Saved) => ({ x: () => tf.reshape(dy, x!.shape) }),
  },
  {
    kernel: "Transpose",
    of: (dy: tf.Tensor, _saved: Saved, { perm }: { perm: number[] }) => ({
      x: () => tf.transpose(dy, tf.backend_util.getUndoAxesPermutation(perm)),
    }),
  },
  { kernel: "Identity", of: (dy: tf.Tensor) => ({ x: () => dy }) },
  { kernel: "Cast", of: (dy: tf.Tensor) => ({ x: () => dy }) },
];

/** Registers the gradients; once per process. */
export function registerGradients(): void {
  for (const [kernelName, of] of Object.entries(POINTWISE)) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ["x"],
      outputsToSave: [true],
      gradFunc: (dy, [x, y]) => ({ x: () => of(dy as tf.Tensor, x!, y!) }),
    });
  }
  for (const [kernelName, [byA, byB]] of Object.entries(BINARY)) {
    tf.registerGradient({
      kernelName,
      inputsToSave: ["a", "b"],
      gradFunc: (dy, [a, b]) => ({
        a: () => unbroadcast(byA(dy as tf.Tensor, a!, b!), a!.shape),
        b: () => unbroadcast(byB(dy as tf.Tensor, a!, b!), b!.shape),
      }),
    });
  }
  for (const { kernel, save, saveOutput, of } of OTHERS) {
    tf.registerGradient({
      kernelName: kernel,
      inputsToSave: save ?? [],
      outputsToSave: [saveOutput ?? false],
      gradFunc: of as unknown as tf.GradFunc,
    });
  }
}
