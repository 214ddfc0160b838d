import { assert, assertEquals, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs-core";
import { maxPieces } from "../../src/backend/tfjs/max_pieces.ts";
import type { Engine } from "../../src/backend/engine.ts";
import {
  type Activation,
  type Architecture,
  initialise,
  logisticHead,
  type Model,
  NetworkModel,
  type Parameters,
  softmaxHead,
  tensorModel,
  totalsOf,
} from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const MAXOUT: Architecture = { type: "maxout", inputs: 6, classes: 3, units: [4, 5], pieces: 3 };
const SOFTMAX: Architecture = { type: "softmax", inputs: 6, classes: 3 };
const LOGISTIC: Architecture = { type: "logistic", inputs: 6 };
const perceptron = (activation: Activation): Architecture => ({
  ...{ type: "perceptron", inputs: 6, classes: 3, units: [4, 5], activation },
});
const SIGMOID_TOP: Architecture = { ...MAXOUT, outputs: "sigmoid" };
const RBF: Architecture = { type: "rbf", inputs: 6, classes: 3 };
const DEEP_RBF: Architecture = { ...RBF, units: [5, 4] };

/** The same model written with tfjs ops. */
function reference(architecture: Architecture, p: Parameters): Model {
  const linear = (x: tf.Tensor2D, layer: string): tf.Tensor2D => {
    const b = p[`${layer}/b`]!;
    return tf.add(tf.matMul(x, tf.tensor2d(p[`${layer}/W`]!, [x.shape[1], b.length])), tf.tensor1d(b));
  };
  const units = "units" in architecture ? architecture.units : [];
  const unit = (z: tf.Tensor2D): tf.Tensor2D => {
    if (architecture.type !== "perceptron") return maxPieces(z, architecture.type === "maxout" ? 3 : 1);
    return architecture.activation === "relu" ? tf.relu(z) : tf.sigmoid(z);
  };
  return tensorModel({
    inputs: architecture.inputs,
    head: architecture.type === "logistic" ? logisticHead : softmaxHead,
    logits: (x) => linear(units.reduce((h, _n, i) => unit(linear(h, `h${i}`)), x), "y"),
  });
}

function randomModel(engine: Engine, architecture: Architecture): NetworkModel {
  return new NetworkModel(engine, architecture, initialise(architecture, 0.8, Rng.fromSeed(4)), 4);
}

function models(engine: Engine, architecture: Architecture): { network: NetworkModel; tfjs: Model } {
  const network = randomModel(engine, architecture);
  return { network, tfjs: reference(architecture, network.parameters) };
}

const IMAGES = Float32Array.from(Rng.fromSeed(4).fork("x").uniform(7 * 6));
const labelsOf = ({ type }: Architecture) =>
  Array.from({ length: 7 }, (_, i) => i % (type === "logistic" ? 2 : 3));

const nameOf = (a: Architecture) => {
  if (a.type === "rbf") return a.units ? "deep rbf" : "rbf";
  return a.type === "perceptron" ? `${a.type} of ${a.activation} units` : a.type;
};

const LAYERED = [SOFTMAX, LOGISTIC, MAXOUT, perceptron("relu"), perceptron("sigmoid")];

for (const architecture of LAYERED) {
  Deno.test(`${nameOf(architecture)}: kernels and tfjs ops agree in answers, losses and input gradients`, async () => {
    await withEngine((engine) => {
      const { network, tfjs } = models(engine, architecture);
      const labels = labelsOf(architecture);
      const close = within(2e-6, "float32 sums of at most 6 products");
      assertEquals(network.answers(IMAGES).predictions, tfjs.answers(IMAGES).predictions);
      close(network.answers(IMAGES).logits, tfjs.answers(IMAGES).logits);
      close(network.answers(IMAGES).confidences, tfjs.answers(IMAGES).confidences);
      close(network.losses(IMAGES, labels), tfjs.losses(IMAGES, labels));
      close(network.inputGradient(IMAGES, labels, "exact"), tfjs.inputGradient(IMAGES, labels, "exact"));
      bitwise(network.inputGradient(IMAGES, labels), network.inputGradient(IMAGES, labels, "float32"));
      bitwise(tfjs.inputGradient(IMAGES, labels), tfjs.inputGradient(IMAGES, labels, "float32"));
      const given = Float32Array.from(network.answers(IMAGES).logits, (_, i) => 1 - i % 3);
      close(network.pullback(IMAGES, given), tfjs.pullback!(IMAGES, given));
      for (const kind of ["direction", "float32"] as const) {
        close(network.inputGradient(IMAGES, labels, kind), tfjs.inputGradient(IMAGES, labels, kind));
      }
      network[Symbol.dispose]();
    });
  });
}

for (const architecture of [...LAYERED, RBF, DEEP_RBF]) {
  Deno.test(`${nameOf(architecture)}: the input gradient agrees with finite differences of the losses`, async () => {
    await withEngine((engine) => {
      using network = randomModel(engine, architecture);
      const labels = labelsOf(architecture);
      const expected = Array.from(IMAGES, (v, i) => {
        const at = (by: number) => network.losses(IMAGES.with(i, v + by), labels)[Math.floor(i / 6)]!;
        return (at(2e-3) - at(-2e-3)) / 4e-3;
      });
      within(2e-3, "differences of float32 logits with step .002")(
        network.inputGradient(IMAGES, labels, "exact"),
        expected,
      );
    });
  });

  Deno.test(`${nameOf(architecture)}: an image's direction is a positive multiple of its gradient`, async () => {
    await withEngine((engine) => {
      using network = randomModel(engine, architecture);
      const labels = labelsOf(architecture);
      const gradient = network.inputGradient(IMAGES, labels, "exact");
      const direction = network.inputGradient(IMAGES, labels, "direction");
      for (let row = 0; row < 7; row++) {
        const [g, d] = [gradient, direction].map((all) => all.subarray(6 * row, 6 * row + 6)) as [
          Float32Array,
          Float32Array,
        ];
        const factor = d[0]! / g[0]!;
        assert(factor > 0);
        within(1e-5, "float32 rounding")(d, g.map((v) => v * factor));
      }
    });
  });
}

Deno.test("sigmoid outputs: each class has a probability of its own, and the largest is the confidence", async () => {
  await withEngine((engine) => {
    using model = new NetworkModel(engine, SIGMOID_TOP, initialise(SIGMOID_TOP, 0.8, Rng.fromSeed(4)), 4);
    const { logits, predictions, confidences } = model.answers(IMAGES);
    const labels = labelsOf(SIGMOID_TOP);
    const p = Float64Array.from(logits, (z) => 1 / (1 + Math.exp(-z)));
    const rows = labels.map((_, i) => p.subarray(3 * i, 3 * i + 3));
    within(1e-14, "float64")(confidences, rows.map((row) => Math.max(...row)));
    assertEquals([...predictions], rows.map((row) => row.indexOf(Math.max(...row))));
    const cost = (row: Float64Array, label: number) =>
      row.reduce((sum, v, k) => sum - Math.log(k === label ? v : 1 - v), 0);
    within(1e-12, "float64")(model.losses(IMAGES, labels), rows.map((row, i) => cost(row, labels[i]!)));
  });
});

Deno.test("hidden() tells outputs, winning pieces and sums of every hidden layer, for any capacity", async () => {
  await withEngine((engine) => {
    for (const architecture of [MAXOUT, perceptron("relu"), perceptron("sigmoid"), SOFTMAX]) {
      const p = initialise(architecture, 0.8, Rng.fromSeed(4));
      using large = new NetworkModel(engine, architecture, p);
      using small = new NetworkModel(engine, architecture, p, 3);
      const found = large.hidden(IMAGES);
      assertEquals(small.hidden(IMAGES), found);
      let input = Array.from(IMAGES);
      let width = 6;
      found.forEach(({ units, outputs, winners, sums }, l) => {
        const pieces = architecture.type === "maxout" ? 3 : 1;
        const W = p[`h${l}/W`]!; // biases are 0
        const z = (i: number, column: number) =>
          W.reduce(
            (sum, w, at) =>
              at % (units * pieces) === column
                ? sum + w * input[i * width + Math.floor(at / (units * pieces))]!
                : sum,
            0,
          );
        const all = Array.from(
          { length: 7 * units },
          (_, at) =>
            Array.from({ length: pieces }, (_, k) => z(Math.floor(at / units), (at % units) * pieces + k)),
        );
        const close = within(1e-6, "float32 sums of at most 6 products");
        if (winners) assertEquals([...winners], all.map((own) => own.indexOf(Math.max(...own))));
        assertEquals([winners === null, sums === null], [pieces === 1, pieces > 1]);
        if (sums) close(sums, all.map(([own]) => own!));
        const unit = (v: number) => {
          if (architecture.type !== "perceptron") return v;
          return architecture.activation === "relu" ? Math.max(0, v) : 1 / (1 + Math.exp(-v));
        };
        close(outputs, all.map((own) => unit(Math.max(...own))));
        input = Array.from(outputs);
        width = units;
      });
      assertEquals(found.length, architecture === SOFTMAX ? 0 : 2);
    }
  });
});

Deno.test("rbf: answers and losses are those of independent responses, in float64", async () => {
  await withEngine((engine) => {
    using network = randomModel(engine, RBF);
    const { mu, beta } = network.parameters as { mu: Float32Array; beta: Float32Array };
    const responses = Array.from({ length: 7 }, (_, r) =>
      Array.from({ length: 3 }, (_, c) => {
        let q = 0;
        for (let k = 0; k < 6; k++) q += beta[6 * c + k]! * (IMAGES[6 * r + k]! - mu[6 * c + k]!) ** 2;
        return Math.exp(-q);
      }));
    const { predictions, confidences, logits } = network.answers(IMAGES);
    const close = within(2e-6, "float32 sums of 6 products");
    close(logits, responses.flat().map(Math.log));
    close(confidences, responses.map((p) => Math.max(...p)));
    assertEquals([...predictions], responses.map((p) => p.indexOf(Math.max(...p))));
    const labels = labelsOf(RBF);
    const losses = responses.map((p, r) =>
      p.reduce((sum, v, c) => sum - Math.log(c === labels[r] ? v : 1 - v), 0)
    );
    within(2e-5, "float32 sums, relative to 1 - p")(network.losses(IMAGES, labels), losses);
  });
});

Deno.test("initialise() draws weights within the range, leaves biases 0 and depends on names alone", () => {
  const rng = Rng.fromSeed(9);
  const a = initialise(MAXOUT, 0.005, rng);
  assertEquals(Object.keys(a), ["h0/W", "h0/b", "h1/W", "h1/b", "y/W", "y/b"]);
  assertEquals(a["h0/b"], new Float32Array(12));
  assertEquals(a["h0/W"]!.every((w) => Math.abs(w) < 0.005 && w !== 0), true);
  const draws = Float32Array.from(rng.fork("y/W").uniform(18), (u) => (2 * u - 1) * 0.005);
  bitwise(initialise(SOFTMAX, 0.005, rng)["y/W"]!, draws);
});

Deno.test("answers have the same bits for any batch and any capacity", async () => {
  await withEngine((engine) => {
    const rng = Rng.fromSeed(5);
    const parameters = initialise(MAXOUT, 0.8, rng);
    const x = Float32Array.from(rng.fork("x").uniform(50 * 6));
    using large = new NetworkModel(engine, MAXOUT, parameters, 64);
    using small = new NetworkModel(engine, MAXOUT, parameters, 3);
    const whole = large.answers(x);
    bitwise(small.answers(x).logits, whole.logits);
    for (const size of [1, 7, 50]) {
      for (let first = 0; first < 50; first += size) {
        const last = Math.min(first + size, 50);
        const part = large.answers(x.subarray(6 * first, 6 * last));
        bitwise(part.confidences, whole.confidences.subarray(first, last));
        bitwise(part.predictions, whole.predictions.subarray(first, last));
      }
    }
  });
});

Deno.test("bytes are images of byte / 255", async () => {
  await withEngine((engine) => {
    using model = new NetworkModel(engine, SOFTMAX, initialise(SOFTMAX, 0.8, Rng.fromSeed(1)));
    const bytes = Uint8Array.from({ length: 12 }, (_, i) => i * 20);
    bitwise(model.answers(bytes).logits, model.answers(Float32Array.from(bytes, (b) => b / 255)).logits);
  });
});

Deno.test("a model refuses parameters of another size and images that are no multiple of its inputs", async () => {
  await withEngine((engine) => {
    const parameters = initialise(SOFTMAX, 0.8, Rng.fromSeed(1));
    using model = new NetworkModel(engine, SOFTMAX, parameters);
    assertThrows(() => model.answers(new Float32Array(7)), RangeError, "7 numbers");
    assertThrows(() => model.losses(new Float32Array(12), [1]), RangeError, "1 labels");
    assertThrows(
      () => new NetworkModel(engine, SOFTMAX, { ...parameters, "y/W": new Float32Array(3) }),
      RangeError,
      "3 numbers",
    );
  });
});

Deno.test("totalsOf() counts errors and adds confidences over all and over the misclassified", () => {
  const answers = { predictions: Uint8Array.of(1, 2, 3), confidences: Float64Array.of(0.5, 0.25, 1) };
  const { errors, confidence, confidenceMisclassified, wrong } = totalsOf(answers, [1, 0, 0]);
  assertEquals([errors, confidence, confidenceMisclassified], [2, 1.75, 1.25]);
  assertEquals(wrong, [false, true, true]);
});
