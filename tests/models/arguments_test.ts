import { assertEquals, assertThrows } from "@std/assert";
import { startEngine } from "../../src/backend/engine.ts";
import * as tf from "@tensorflow/tfjs-core";
import {
  type Architecture,
  ensemble,
  initialise,
  logisticHead,
  type Model,
  NetworkModel,
  softmaxHead,
  tensorModel,
  totalsOf,
} from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { withEngine } from "../support/engine.ts";

const SOFTMAX: Architecture = { type: "softmax", inputs: 4, classes: 3 };
const FORMS: readonly [Architecture, number][] = [
  [SOFTMAX, 3],
  [{ type: "logistic", inputs: 4 }, 2],
  [{ type: "maxout", inputs: 4, classes: 3, units: [2], pieces: 2 }, 3],
  [{ type: "maxout", inputs: 4, classes: 5, units: [2], pieces: 2, outputs: "sigmoid" }, 5],
  [{ type: "rbf", inputs: 4, classes: 3 }, 3],
];
const IMAGES = new Float32Array(8).fill(0.5);

/** A tfjs model of so many classes, all of whose logits are 0. */
function flat(classes: number): Model {
  const logits = (x: tf.Tensor2D) => tf.mul(tf.sum(x, 1, true), tf.zeros([1, classes])) as tf.Tensor2D;
  return tensorModel({ inputs: 4, head: softmaxHead, logits });
}

/** Runs `test` with a model of each kind. */
function withModels(test: (model: Model) => void): Promise<void> {
  return withEngine((engine) => {
    using owned = new DisposableStack();
    const network = () =>
      owned.use(new NetworkModel(engine, SOFTMAX, initialise(SOFTMAX, 0.5, Rng.fromSeed(0))));
    [network(), flat(3), ensemble([network(), network()], "probabilities")].forEach(test);
  });
}

Deno.test("a model says how many classes it tells apart, whatever its form", async () => {
  await withEngine((engine) => {
    for (const [architecture, classes] of FORMS) {
      using model = new NetworkModel(engine, architecture, initialise(architecture, 0.5, Rng.fromSeed(0)));
      assertEquals(model.classes, classes);
    }
    assertEquals(flat(7).classes, 7);
    const logits = (x: tf.Tensor2D) => tf.sum(x, 1, true) as tf.Tensor2D;
    assertEquals(tensorModel({ inputs: 4, head: logisticHead, logits }).classes, 2);
  });
});

Deno.test("a label that is no class of the model is a RangeError in losses and gradients", async () => {
  await withModels((model) => {
    for (const wrong of [3, 255, 256, -1, 0.5, NaN]) {
      const message = `label 1 is ${wrong}, expected a whole number from 0 to 2`;
      assertThrows(() => model.losses(IMAGES, [0, wrong]), RangeError, message);
      assertThrows(() => model.inputGradient(IMAGES, [0, wrong]), RangeError, message);
    }
    assertThrows(() => model.losses(IMAGES, [0]), RangeError, "1 labels for 2 images");
    assertThrows(() => model.inputGradient(IMAGES, [0, 1, 2]), RangeError, "3 labels for 2 images");
  });
});

Deno.test("a pixel that is NaN or infinite is a RangeError in everything a model is asked", async () => {
  await withModels((model) => {
    for (const wrong of [NaN, Infinity]) {
      const x = IMAGES.with(6, wrong);
      const message = `pixel 2 of image 1 is ${wrong}`;
      assertThrows(() => model.answers(x), RangeError, message);
      assertThrows(() => model.losses(x, [0, 1]), RangeError, message);
      assertThrows(() => model.inputGradient(x, [0, 1]), RangeError, message);
      if (model.pullback) assertThrows(() => model.pullback!(x, new Float32Array(6)), RangeError, message);
      if (model.hidden) assertThrows(() => model.hidden!(x), RangeError, message);
    }
    assertThrows(() => model.answers(new Float32Array(7)), RangeError, "7 numbers, expected a multiple of 4");
    if (model.pullback) {
      assertThrows(() => model.pullback!(IMAGES, new Float32Array(5)), RangeError, "2 images × 3");
    }
  });
});

Deno.test("256 classes are told apart, and more are a RangeError when the model is made", async () => {
  await withEngine((engine) => {
    const most: Architecture = { type: "softmax", inputs: 1, classes: 256 };
    const parameters = { "y/W": new Float32Array(256), "y/b": new Float32Array(256).fill(10, 255) };
    using model = new NetworkModel(engine, most, parameters);
    assertEquals([...model.answers(new Float32Array(1)).predictions], [255]);
    const more: Architecture = { ...most, classes: 300 };
    const message = "is 300, expected a whole number from 1 to 256";
    const wide = { "y/W": new Float32Array(300), "y/b": new Float32Array(300) };
    assertThrows(() => new NetworkModel(engine, more, wide), RangeError, message);
    assertThrows(() => flat(300), RangeError, message);
  });
});

Deno.test("sizes of a form that are no whole number from 1 are a RangeError", async () => {
  await withEngine((engine) => {
    const wrong: Architecture[] = [
      { ...SOFTMAX, inputs: 0 },
      { type: "softmax", inputs: 4, classes: 2.5 },
      { type: "maxout", inputs: 4, classes: 3, units: [0], pieces: 2 },
      { type: "maxout", inputs: 4, classes: 3, units: [2], pieces: 0 },
    ];
    for (const architecture of wrong) {
      assertThrows(() => new NetworkModel(engine, architecture, {}), RangeError, "expected a whole number");
      assertThrows(() => initialise(architecture, 0.5, Rng.fromSeed(0)), RangeError);
    }
    assertThrows(() => initialise(SOFTMAX, NaN, Rng.fromSeed(0)), RangeError, "the range is NaN");
    assertThrows(() => new NetworkModel(engine, SOFTMAX, {}, 0), RangeError, "the capacity is 0");
  });
});

Deno.test("a model that was disposed says so whatever it is asked, and is disposed once", async () => {
  await withEngine((engine) => {
    const model = new NetworkModel(engine, SOFTMAX, initialise(SOFTMAX, 0.5, Rng.fromSeed(0)));
    model[Symbol.dispose]();
    model[Symbol.dispose]();
    const asked: (() => unknown)[] = [
      () => model.answers(IMAGES),
      () => model.losses(IMAGES, [0, 1]),
      () => model.inputGradient(IMAGES, [0, 1]),
      () => model.hidden(IMAGES),
      () => model.pullback(IMAGES, new Float32Array(6)),
      () => model.parameters,
    ];
    for (const ask of asked) assertThrows(ask, ReferenceError, "it was disposed");
  });
});

Deno.test("an ensemble refuses members of other classes, and those whose logits are not one for each class", async () => {
  await withEngine((engine) => {
    using owned = new DisposableStack();
    const member = (architecture: Architecture) =>
      owned.use(new NetworkModel(engine, architecture, initialise(architecture, 0.5, Rng.fromSeed(0))));
    const other = member({ type: "softmax", inputs: 4, classes: 4 });
    assertThrows(() => ensemble([member(SOFTMAX), other], "logits"), RangeError, "classes [3,4]");
    const logistic = member({ type: "logistic", inputs: 4 });
    assertThrows(() => ensemble([logistic], "logits").answers(IMAGES), RangeError, "2 images × 2 classes");
  });
});

Deno.test("totalsOf() refuses answers without a label", () => {
  const answers = { predictions: Uint8Array.of(1, 2), confidences: Float64Array.of(0.5, 0.25) };
  assertThrows(() => totalsOf(answers, [1]), RangeError, "1 labels for 2");
  assertThrows(() => totalsOf(answers, [1, NaN]), RangeError, "label 1 is NaN");
});

Deno.test("a model whose engine was disposed says so", async () => {
  const engine = await startEngine({ threads: 1 });
  const model = new NetworkModel(engine, SOFTMAX, initialise(SOFTMAX, 0.5, Rng.fromSeed(0)));
  engine[Symbol.dispose]();
  assertThrows(() => model.answers(IMAGES), ReferenceError, "the engine was disposed, start a new one");
});
