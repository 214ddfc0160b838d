/** tfjs ops that run on the kernel pack, and stock kernels that were wrong: replaced, or refused with the reason. */
import { assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { Rng } from "../../../src/random/mod.ts";
import { bitwise, within } from "../../support/compare.ts";
import { withEngine } from "../../support/engine.ts";
import { uniform } from "../support.ts";

const rng = Rng.fromSeed(6);
const roundOff = within(1e-5, "float32 sums of at most 40 products below 1");

function tensor(label: string, shape: number[]): tf.Tensor {
  return tf.tensor(uniform(rng.fork(label), tf.util.sizeFromShape(shape)), shape);
}

/** a · b in float64, for [batch, rows, columns] operands whose batch may be 1. */
function product(a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): number[] {
  const at = (t: tf.Tensor, transposed: boolean) => {
    const values = t.dataSync();
    const [batches, rows, columns] = [1, 1, ...t.shape].slice(-3) as [number, number, number];
    return {
      batches,
      shape: transposed ? [columns, rows] : [rows, columns],
      value: (n: number, i: number, j: number) =>
        values[(n % batches) * rows * columns + (transposed ? j * columns + i : i * columns + j)]!,
    };
  };
  const A = at(a, transposeA);
  const B = at(b, transposeB);
  const out: number[] = [];
  for (let n = 0; n < Math.max(A.batches, B.batches); n++) {
    for (let i = 0; i < A.shape[0]!; i++) {
      for (let j = 0; j < B.shape[1]!; j++) {
        let sum = 0;
        for (let l = 0; l < A.shape[1]!; l++) sum += A.value(n, i, l) * B.value(n, l, j);
        out.push(sum);
      }
    }
  }
  return out;
}

for (const transposeA of [false, true]) {
  for (const transposeB of [false, true]) {
    const name = `a${transposeA ? "ᵀ" : ""}·b${transposeB ? "ᵀ" : ""}`;
    Deno.test(`tf.matMul and tf.fused.matMul give ${name}, in batches and with broadcasting`, async () => {
      await withEngine(() => {
        for (const [batchA, batchB] of [[[], []], [[3], [3]], [[1], [4]], [[4], [1]]] as const) {
          const a = tensor("a", [...batchA, ...(transposeA ? [37, 11] : [11, 37])]);
          const b = tensor("b", [...batchB, ...(transposeB ? [13, 37] : [37, 13])]);
          const expected = product(a, b, transposeA, transposeB);
          roundOff(tf.matMul(a, b, transposeA, transposeB).dataSync(), expected);
          const bias = tf.tensor1d(uniform(rng.fork("bias"), 13));
          const fused = tf.fused.matMul({ a, b, transposeA, transposeB, bias, activation: "relu" });
          const added = expected.map((v, i) => Math.max(0, v + bias.dataSync()[i % 13]!));
          roundOff(fused.dataSync(), added);
        }
      }, 2);
    });
  }
}

Deno.test("tf.matMul of operands with no elements has no elements, or zeros", async () => {
  await withEngine(() => {
    assertEquals(tf.matMul(tf.zeros([0, 3]), tf.zeros([3, 2])).shape, [0, 2]);
    bitwise(tf.matMul(tf.zeros([2, 0]), tf.zeros([0, 2])).dataSync(), [0, 0, 0, 0]);
  });
});

Deno.test("tf.matMul still works after the heap has grown", async () => {
  await withEngine(() => {
    const a = tensor("a", [20, 30]);
    const b = tensor("b", [30, 10]);
    const before = tf.matMul(a, b).dataSync();
    tf.dispose([...Array(20).keys()].map(() => tf.zeros([4_000_000])));
    bitwise(tf.matMul(a, b).dataSync(), before);
  }, 2);
});

function maxPoolGradient(x: tf.Tensor, dy: tf.Tensor): tf.Tensor {
  const attrs = { filterSize: 2, strides: 2, pad: "valid" };
  const inputs = { input: x, output: dy, dy } as unknown as tf.NamedTensorMap;
  return tf.engine().runKernel("MaxPoolGrad", inputs, attrs as unknown as tf.NamedAttrMap) as tf.Tensor;
}

Deno.test("the gradient of max pooling goes to the first largest element, negative or not", async () => {
  await withEngine(() => {
    const x = tf.tensor([-4, -1, 7, 7, -3, -2, 7, 1], [1, 2, 4, 1]);
    const gradient = maxPoolGradient(x, tf.tensor([10, 20], [1, 1, 2, 1]));
    bitwise(gradient.dataSync(), [0, 10, 20, 0, 0, 0, 0, 0]);
  });
});

Deno.test("kernels that are wrong and not replaced are refused with the reason", async () => {
  await withEngine(() => {
    const image = tensor("image", [1, 4, 4, 1]) as tf.Tensor4D;
    assertThrows(() => tf.maxPoolWithArgmax(image, 2, 2, "valid"), Error, "wrong");
    const volume = tensor("volume", [1, 4, 4, 4, 1]);
    const dy = tensor("dy", [1, 2, 2, 2, 1]);
    const attrs = { strides: [2, 2, 2], pad: "valid", filterShape: [2, 2, 2, 1, 1] };
    assertThrows(
      () =>
        tf.engine().runKernel(
          "Conv3DBackpropFilterV2",
          { x: volume, dy } as unknown as tf.NamedTensorMap,
          attrs as unknown as tf.NamedAttrMap,
        ),
      Error,
      "gives wrong values",
    );
  });
});
