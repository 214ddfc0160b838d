/**
 * Harnessing: the parts from which the reproduction of "Explaining and Harnessing Adversarial Examples" (Goodfellow,
 * Shlens, Szegedy, ICLR 2015) is made, for research of your own.
 *
 * ```ts
 * import { drawGlyphs, fgsm, GLYPHS_SEED, NetworkModel, Rng, startEngine, totalsOf, train } from "./mod.ts";
 *
 * using engine = await startEngine({ threads: 1 });
 * const images = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 500 });
 * const architecture = { type: "softmax", inputs: 784, classes: 10 } as const;
 * const initial = { type: "uniform", range: 0.005 } as const;
 * const optimiser = { type: "descent", learningRate: 0.1 } as const;
 * const recipe = { objective: { alpha: 1 }, epochs: 5, batch: 50, initial, optimiser, maxNorm: 1.9365 };
 * const parameters = train(engine, { architecture, recipe, images, rng: Rng.fromSeed(0) });
 *
 * using model = new NetworkModel(engine, architecture, parameters);
 * const adversarial = fgsm(model, images.pixels, images.labels, 0.25);
 * const { errors } = totalsOf(model.answers(adversarial), images.labels);
 * console.log(`${errors} of 500 wrong after one step of size .25`);
 * ```
 *
 * `fgsm()` follows the sign of the gradient as float32 computes it, which is how the report's claims are graded; ask for
 * "direction" to follow that of real numbers. Models that the program has trained are in its store: `readParameters()` gives what a `NetworkModel` is made of.
 *
 * @module
 */
export * from "./src/attacks/mod.ts";
export * from "./src/claims/mod.ts";
export * from "./src/datasets/mod.ts";
export * from "./src/errors.ts";
export * from "./src/models/mod.ts";
export * from "./src/random/mod.ts";
export { readParameters, type StoredParameters } from "./src/runs/stored_parameters.ts";
export * from "./src/training/mod.ts";
export { type Engine, startEngine } from "./src/backend/engine.ts";
export type { EngineIdentity } from "./src/backend/identity.ts";
