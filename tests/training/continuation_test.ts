/** pylearn2's continuation: from the best epoch of another training until the watched images cost what its own did. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { fgsm } from "../../src/attacks/mod.ts";
import type { Engine } from "../../src/backend/engine.ts";
import { deviceImages } from "../../src/backend/networks/device_images.ts";
import { drawGlyphs, GLYPHS_SEED, subset, unitPixels } from "../../src/datasets/mod.ts";
import { type Architecture, initialise, NetworkModel } from "../../src/models/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { Rng } from "../../src/random/mod.ts";
import { costUnderDropout } from "../../src/training/cost_under_dropout.ts";
import { type EpochEnd, type Recipe, train, trainEpochs, type Training } from "../../src/training/mod.ts";
import { trainerOf } from "../../src/training/trainer.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const IMAGES = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 300 });
const [TRAINED, WATCHED] = [subset(IMAGES, 0, 200), subset(IMAGES, 200, 300)];
const MAXOUT: Architecture = { type: "maxout", inputs: 784, classes: 10, units: [12], pieces: 3 };
const DROPOUT = { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } };
/** Of the parameters and costs at the end. */
const GOLDEN = "93cba4e60161611a2cf0866cdb8129d83ead68ef6502538bb87633e322dad3e3";
const RECIPE: Recipe = {
  ...{ objective: { alpha: 1 }, epochs: 60, batch: 10, initial: { type: "uniform", range: 0.05 } },
  optimiser: {
    type: "momentum",
    learningRate: { initial: 0.05 },
    momentum: { initial: 0.25, final: 0.75, saturates: 5 },
  },
  dropout: DROPOUT,
};

/** What a training of eight epochs on the first 200 images leaves. */
function continues(engine: Engine) {
  const first = {
    architecture: MAXOUT,
    recipe: { ...RECIPE, epochs: 8 },
    images: TRAINED,
    rng: Rng.fromSeed(3),
  };
  return { parameters: train(engine, first), epoch: 3, updates: 160, trained: TRAINED, watched: WATCHED };
}

const training = (engine: Engine, own: Partial<Training> = {}): Omit<Training, "onEpoch"> => ({
  ...{ architecture: MAXOUT, recipe: RECIPE, images: IMAGES, rng: Rng.fromSeed(4) },
  continues: continues(engine),
  ...own,
});
const ends = (engine: Engine, options: Omit<Training, "onEpoch">): EpochEnd[] => [
  ...trainEpochs(engine, options),
];

function sameState(found: EpochEnd, expected: EpochEnd): void {
  for (const which of ["parameters", "optimiserState"] as const) {
    for (const [name, values] of Object.entries(expected[which])) bitwise(found[which][name]!, values);
  }
  assertEquals([found.epoch, found.cost, found.match], [expected.epoch, expected.cost, expected.match]);
}

Deno.test("the cost under dropout is the mean over images of which each has its own masks, in a stream of the epoch", () =>
  withEngine((engine) => {
    const softmax: Architecture = { type: "softmax", inputs: 784, classes: 10 };
    const parameters = initialise(softmax, 0.1, Rng.fromSeed(1));
    using model = new NetworkModel(engine, softmax, parameters);
    const { pixels, labels, count } = WATCHED;
    const stream = Rng.fromSeed(2);
    const masked = (x: Float32Array, own: Rng, epoch: number) => {
      const kept = own.fork("y").bernoulli(784 * count, 0.8, epoch);
      return x.map((v, i) => kept[i] ? v : 0);
    };
    const mean = (losses: Float64Array) => losses.reduce((a, b) => a + b) / count;
    const costAt = (objective: Recipe["objective"], epoch: number, batch = 10) => {
      using owned = new DisposableStack();
      const recipe = { ...RECIPE, objective, batch };
      const data = owned.use(deviceImages(engine.device, pixels, 784, labels));
      const own = { architecture: softmax, recipe, images: WATCHED, rng: Rng.fromSeed(9) };
      const trainer = owned.use(trainerOf(engine.device, own, data));
      trainer.load(parameters);
      return costUnderDropout(trainer, data, own, stream, owned)(epoch);
    };
    const x = unitPixels(pixels);
    const clean = mean(model.losses(masked(x, stream, 7), labels));
    assert(Math.abs(costAt({ alpha: 1 }, 7) - clean) < 1e-6);
    const adversarial = fgsm(model, x, labels, 0.25, "float32");
    const perturbed = mean(model.losses(masked(adversarial, stream.fork("perturbed"), 7), labels));
    const fgsmHalf = { alpha: 0.5, perturbation: { kind: "fgsm", epsilon: 0.25 } } as const;
    assert(Math.abs(costAt(fgsmHalf, 7) - (clean + perturbed) / 2) < 1e-6);
    assert(Math.abs(costAt({ ...fgsmHalf, alpha: 0 }, 7) - perturbed) < 1e-6);
    assert(costAt({ alpha: 1 }, 8) !== costAt({ alpha: 1 }, 7));
    for (const batch of [1, 7, 33]) assertEquals(costAt(fgsmHalf, 7, batch), costAt(fgsmHalf, 7));
    assertThrows(
      () => costAt({ alpha: 0.5, perturbation: { kind: "noise", distribution: "sign", epsilon: 0.1 } }, 1),
      RangeError,
      "Cannot continue a training: found another objective",
    );
  }));

Deno.test("a continuation ends with the first epoch after which the watched images cost no more than the target", () =>
  withEngine((engine) => {
    const found = ends(engine, training(engine));
    assert(found.length > 1 && found.length < 60, `${found.length} epochs`);
    const { target, initial } = found[0]!.match!;
    assert(initial > target);
    found.forEach(({ match }, i) => {
      assertEquals([match!.target, match!.initial], [target, initial]);
      assertEquals(match!.cost <= target, i === found.length - 1);
    });
    const few = ends(engine, training(engine, { recipe: { ...RECIPE, epochs: 1 } }));
    assertEquals(few.length, 1); // used up
    assert(few[0]!.match!.cost > target);
    // no epoch where there is nothing to do
    assertEquals(
      ends(
        engine,
        training(engine, { continues: { ...continues(engine), watched: TRAINED, trained: WATCHED } }),
      ),
      [],
    );
  }));

Deno.test("a continuation ends with the golden bits, on two threads too", async () => {
  for (const threads of [1, 2]) {
    await withEngine((engine) => {
      const { parameters, match } = ends(engine, training(engine)).at(-1)!;
      const tensors = Object.entries(parameters).map(([name, { buffer }]) =>
        `${name} ${sha256(new Uint8Array(buffer))}`
      );
      const { target, initial, cost } = match!;
      assertEquals(sha256([...tensors, `${target} ${initial} ${cost}`].join("\n")), GOLDEN);
    }, threads);
  }
});

Deno.test("it begins with the best parameters and no velocity, and keeps the momentum of that epoch", () =>
  withEngine((engine) => {
    const own = continues(engine);
    const [first] = ends(engine, training(engine, { recipe: { ...RECIPE, epochs: 1 } }));
    const zeros = Object.fromEntries(
      Object.entries(own.parameters).map(([name, values]) => [name, new Float32Array(values.length)]),
    );
    const constant = { initial: 0.5, final: 0.5, saturates: 1 }; // of epoch 3: .25 + .5 · 2 / 4
    const recipe: Recipe = {
      ...RECIPE,
      epochs: 1,
      optimiser: { type: "momentum", learningRate: { initial: 0.05 }, momentum: constant },
    };
    const from = { epoch: 0, parameters: own.parameters, optimiserState: zeros, best: null };
    const { continues: _, ...plain } = training(engine, { recipe, from });
    const [expected] = ends(engine, plain);
    sameState(first!, { ...expected!, match: first!.match! });
  }));

Deno.test("its learning rate goes on where the other training's was", () =>
  withEngine((engine) => {
    const momentum = { initial: 0.5, final: 0.5, saturates: 1 };
    // powers of two, so that every product is exact: .5, .25, .125 | .0625, .03125, .03125, …
    const recipe = (initial: number): Recipe => ({
      ...RECIPE,
      epochs: 1,
      optimiser: { type: "momentum", learningRate: { initial, decay: 2, minimum: 0.03125 }, momentum },
    });
    const one = (initial: number, updates: number) =>
      ends(
        engine,
        training(engine, { recipe: recipe(initial), continues: { ...continues(engine), updates } }),
      )[0]!;
    sameState(one(0.5, 3), one(0.0625, 0));
    assert(one(0.5, 3).cost !== one(0.5, 0).cost);
  }));

Deno.test("taken up after any of its epochs it ends in the same bits, and after its last one it does nothing", () =>
  withEngine((engine) => {
    const options = training(engine);
    const whole = ends(engine, options);
    for (const k of [1, whole.length - 1]) {
      const rest = ends(engine, { ...options, from: whole[k - 1]! });
      assertEquals(rest.length, whole.length - k);
      rest.forEach((end, i) => sameState(end, whole[k + i]!));
    }
    assertEquals(ends(engine, { ...options, from: whole.at(-1)! }), []);
  }));
