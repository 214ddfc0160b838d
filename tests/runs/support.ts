/** Run specifications to vary in tests, and folders that go away. */
import {
  type Canonical,
  type CanonicalSpec,
  canonicalSpec,
  type KeyBasis,
  type KeyContext,
  type MeasureSpec,
  type TrainSpec,
  VERSIONS,
} from "../../src/runs/mod.ts";

/** A training run with a value in every field. */
export const TRAIN: Canonical<TrainSpec> = canonicalSpec({
  kind: "train",
  dataset: "mnist",
  architecture: { type: "maxout", inputs: 4, classes: 3, units: [5, 6], pieces: 2, outputs: "sigmoid" },
  recipe: {
    objective: { alpha: 0.5, perturbation: { kind: "fgsm", epsilon: 0.25, gradient: "direction" } },
    epochs: 2,
    batch: 10,
    initial: { type: "uniform", range: 0.005 },
    optimiser: {
      type: "momentum",
      learningRate: { initial: 0.1, decay: 1.1, minimum: 0.01 },
      momentum: { initial: 0.1, final: 0.2, saturates: 3 },
    },
    maxNorm: 1.9365,
    dropout: { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } },
    l1: 0.1,
  },
  data: { split: "train", from: 0, to: 100, classes: [3, 7] },
  seed: 1,
});

/** A measurement with a value in every field. */
export const MEASURE: Canonical<MeasureSpec> = canonicalSpec({
  kind: "measure",
  dataset: "mnist",
  experiment: "fgsm_maxout",
  parents: { maxout: "a".repeat(64), softmax: "b".repeat(64) },
  parameters: { epsilon: 0.25, images: 100 },
  seed: 2,
});

const OWN = {
  data: { "train-images": "1".repeat(64), "test-images": "2".repeat(64) },
  engine: { class: "tfjs-wasm" },
};

/** What keys are made of besides specifications. */
export const BASIS: KeyBasis = Object.freeze({
  ...OWN,
  code: { parts: { training: 1, "optimiser/momentum": 1 }, kernels: { forward: "3".repeat(16) } },
});

/** A program with two kernels, of which training has one and measuring the other. */
export const CONTEXT: KeyContext = Object.freeze({
  ...OWN,
  code: {
    versions: VERSIONS,
    kernels: { update: "3".repeat(16), score: "4".repeat(16) },
    instructionsOf: ({ kind }: CanonicalSpec) => kind === "train" ? ["update"] : ["score"],
  },
});

/** A folder that is removed at the end of its `using` block. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "harnessing-test-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Paths of all files and empty folders below `folder`, sorted. */
export function filesBelow(folder: string): string[] {
  const entries = [...Deno.readDirSync(folder)];
  return entries.flatMap(({ name, isDirectory }) => {
    const below = isDirectory ? filesBelow(`${folder}/${name}`) : [];
    return below.length === 0 ? [name] : below.map((path) => `${name}/${path}`);
  }).sort();
}
