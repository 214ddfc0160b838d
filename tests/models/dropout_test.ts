/** Models under dropout: their gradients are those of masks by the layers' names, and everything else stays. */
import * as tf from "@tensorflow/tfjs-core";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { fgsmAttack, perturb } from "../../src/attacks/mod.ts";
import {
  type Architecture,
  initialise,
  initialiseRbf,
  NetworkModel,
  softmaxHead,
  tensorModel,
} from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const MAXOUT: Architecture = { type: "maxout", inputs: 9, classes: 3, units: [6, 5], pieces: 2 };
const DROPOUT = { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } };
const COUNT = 40;
const IMAGES = Float32Array.from(Rng.fromSeed(8).uniform(9 * COUNT));
const LABELS = Array.from({ length: COUNT }, (_, i) => i % 3);
const masks = () => Rng.fromSeed(5);

Deno.test("a model under dropout has the gradients of the images times their mask, each image another", () =>
  withEngine((engine) => {
    using model = new NetworkModel(engine, MAXOUT, initialise(MAXOUT, 0.7, Rng.fromSeed(6)));
    const dropped = model.underDropout(DROPOUT, masks());
    const gradient = dropped.inputGradient(IMAGES, LABELS, "exact");
    const kept = masks().fork("h0").bernoulli(9 * COUNT, 0.8, 0);
    gradient.forEach((g, i) => kept[i] ? null : assertEquals(Math.abs(g), 0));
    assert(gradient.some((g) => g !== 0));
    bitwise(dropped.inputGradient(IMAGES, LABELS, "exact"), gradient); // the same masks at every call
    const other = model.underDropout(DROPOUT, Rng.fromSeed(7)).inputGradient(IMAGES, LABELS, "exact");
    assert(other.some((g, i) => g !== gradient[i]));
    assertEquals(dropped.answers(IMAGES), model.answers(IMAGES));
    bitwise(dropped.losses(IMAGES, LABELS), model.losses(IMAGES, LABELS));
    assertEquals(dropped.parameters, model.parameters);
  }));

Deno.test("where every unit is kept, the gradient under dropout is the gradient", () =>
  withEngine((engine) => {
    using model = new NetworkModel(engine, MAXOUT, initialise(MAXOUT, 0.7, Rng.fromSeed(6)));
    const all = { keep: 1, scale: 1 };
    for (const kind of ["exact", "float32", "clipped"] as const) {
      const found = model.underDropout({ input: all, hidden: all }, masks()).inputGradient(
        IMAGES,
        LABELS,
        kind,
      );
      within(1e-6, "the same sums")(found, [...model.inputGradient(IMAGES, LABELS, kind)]);
    }
  }));

Deno.test("FGSM under dropout leaves the dropped pixels as they are, and moves the others by ε", () =>
  withEngine((engine) => {
    using model = new NetworkModel(engine, MAXOUT, initialise(MAXOUT, 0.7, Rng.fromSeed(6)));
    const attack = fgsmAttack({
      epsilon: 0.25,
      gradient: "exact",
      dropout: { rates: DROPOUT, rng: masks() },
    });
    assertEquals([attack.name, attack.dropout], ["FGSM, exact, under dropout", true]);
    const moved = perturb(attack, model, IMAGES, LABELS);
    const kept = masks().fork("h0").bernoulli(9 * COUNT, 0.8, 0);
    const still = moved.filter((v, i) => v === IMAGES[i]).length;
    moved.forEach((v, i) => kept[i] ? null : assertEquals(v, IMAGES[i]));
    assert(still >= kept.filter((bit) => !bit).length && still < moved.length / 2);
  }));

Deno.test("what has no dropout says so", () =>
  withEngine((engine) => {
    const RBF: Architecture = { type: "rbf", inputs: 9, classes: 3 };
    const labelled = {
      height: 3,
      width: 3,
      channels: 1,
      count: COUNT,
      pixels: IMAGES,
      labels: Uint8Array.from(LABELS),
    };
    using rbf = new NetworkModel(engine, RBF, initialiseRbf(RBF, labelled, [0.1], Rng.fromSeed(6)));
    assertThrows(() => rbf.underDropout(DROPOUT, masks()), RangeError, "radial basis functions has none");
    const own = tensorModel({
      inputs: 9,
      head: softmaxHead,
      logits: (images) => tf.slice2d(images, [0, 0], [-1, 3]),
    });
    const attack = fgsmAttack({
      epsilon: 0.25,
      gradient: "exact",
      dropout: { rates: DROPOUT, rng: masks() },
    });
    assertThrows(() => perturb(attack, own, IMAGES, LABELS), RangeError, "Cannot attack under dropout");
  }));
