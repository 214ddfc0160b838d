/** Run specifications to vary in tests, and folders that go away. */
import type { KeyContext, MeasureSpec, TrainSpec } from "../../src/runs/mod.ts";
import { plainDescent } from "../../src/training/mod.ts";

/** A training run with a value in every field. */
export const TRAIN: TrainSpec = Object.freeze(
  {
    kind: "train",
    architecture: { type: "maxout", inputs: 4, classes: 3, units: [5, 6], pieces: 2 },
    recipe: {
      objective: { type: "adversarial", alpha: 0.5, epsilon: 0.25, gradient: "float32" },
      epochs: 2,
      batch: 10,
      initialRange: 0.005,
      maxNorm: 1.9365,
      ...plainDescent(0.1),
      dropout: { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } },
    },
    data: { split: "train", from: 0, to: 100, classes: [3, 7] },
    seed: 1,
  } as const,
);

/** A measurement with a value in every field. */
export const MEASURE: MeasureSpec = Object.freeze({
  kind: "measure",
  experiment: "fgsm_maxout",
  parents: { maxout: "a".repeat(64), softmax: "b".repeat(64) },
  parameters: { epsilon: 0.25, images: 100 },
  seed: 2,
});

/** Digests of data and engine. */
export const CONTEXT: KeyContext = Object.freeze({
  data: { "train-images": "1".repeat(64), "test-images": "2".repeat(64) },
  engine: { class: "tfjs-wasm", wasm: "3".repeat(64) },
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
