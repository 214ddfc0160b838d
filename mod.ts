/**
 * Harnessing: the parts from which the reproduction of "Explaining and Harnessing Adversarial Examples" (Goodfellow,
 * Shlens, Szegedy, ICLR 2015) is made, for research of your own.
 *
 * ```ts
 * import { fgsm, initialise, modelOf, Rng, sliceBatch, startEngine } from "./mod.ts";
 * import { drawGlyphs, GLYPHS_SEED } from "./mod.ts";
 *
 * using engine = await startEngine({ threads: 1 });
 * const images = drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 100 });
 * const architecture = { type: "softmax", inputs: 784, classes: 10 } as const;
 * const model = modelOf(architecture, initialise(architecture, 0.005, Rng.fromSeed(0)));
 * const { x, labels } = sliceBatch(images, 0, 100);
 * const adversarial = fgsm(model, x, labels, 0.25);
 * console.log(engine.threads, adversarial.shape);
 * ```
 *
 * @module
 */
export * from "./src/attacks/mod.ts";
export * from "./src/claims/mod.ts";
export * from "./src/datasets/mod.ts";
export * from "./src/errors.ts";
export * from "./src/models/mod.ts";
export * from "./src/random/mod.ts";
export * from "./src/training/mod.ts";
export { type Engine, startEngine } from "./src/backend/engine.ts";
export type { EngineIdentity } from "./src/backend/identity.ts";
