/**
 * A training and an evaluation of seconds on drawn digits, with everything in it that could depend on how it is
 * computed: dropout, the adversarial objective, momentum, max-norm, early stopping, a gradient. Programs compare its
 * digests to show that nothing does.
 */
import type { Engine } from "../backend/engine.ts";
import { type Dataset, drawGlyphs, GLYPHS_IMAGE, GLYPHS_SEED, inputsOf } from "../datasets/mod.ts";
import { NetworkModel, type Parameters } from "../models/mod.ts";
import { finalParameters } from "../training/mod.ts";
import { sha256 } from "../files/sha256.ts";
import { decodeCheckpoint, encodeCheckpoint, type TrainingHistory } from "./checkpoints.ts";
import type { TrainSpec } from "./spec.ts";
import { continueTrain, type Reached } from "./train_run.ts";

/** What is trained. */
export const REHEARSAL: TrainSpec<number> = Object.freeze(
  {
    kind: "train",
    architecture: {
      type: "maxout",
      inputs: inputsOf(GLYPHS_IMAGE),
      classes: GLYPHS_IMAGE.classes,
      units: [24, 20],
      pieces: 5,
    },
    recipe: {
      objective: { type: "adversarial", alpha: 0.5, epsilon: 0.25, gradient: "float32" },
      epochs: 4,
      batch: 50,
      initialRange: 0.05,
      learningRate: { initial: 0.1, decay: 1.001, minimum: 1e-6 },
      momentum: { initial: 0.5, final: 0.7, saturates: 3 },
      maxNorm: 1.9365,
      dropout: { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } },
    },
    data: { split: "train", from: 0, to: 250, classes: null },
    monitor: {
      epsilon: 0.25,
      gradient: "float32",
      stop: { on: "adversarial", patience: 3 },
      data: { split: "train", from: 250, to: 300, classes: null },
    },
    seed: 0,
  } as const,
);
const KEY = sha256("rehearsal");

/** The digits. */
export function rehearsalData(): Dataset {
  const draw = (split: "train" | "test", to: number) => drawGlyphs({ seed: GLYPHS_SEED, split, from: 0, to });
  return { name: "glyphs", train: draw("train", 300), test: draw("test", 300) };
}

/** A finished rehearsal. */
export interface Rehearsal {
  /** Head of the hash chain. */
  readonly chainHead: string;
  readonly parameters: Parameters;
}

/** Trains; with `interruptedAfter`, goes on from a checkpoint of that epoch, which went through its bytes. */
export async function rehearse(
  engine: Engine,
  dataset: Dataset,
  interruptedAfter: number | null = null,
): Promise<Rehearsal> {
  const { architecture, recipe } = REHEARSAL;
  const run = { key: KEY, spec: REHEARSAL, epochs: recipe.epochs, dataset };
  let from: TrainingHistory | undefined;
  const end = await continueTrain(engine, {
    ...run,
    onEpoch(history: Reached) {
      if (history.state.epoch !== interruptedAfter) return;
      from = decodeCheckpoint(encodeCheckpoint(KEY, architecture, history), KEY, REHEARSAL, interruptedAfter);
    },
  });
  const { chain, state } = from ? await continueTrain(engine, { ...run, from }) : end;
  return { chainHead: chain.at(-1)!, parameters: finalParameters(state) };
}

/** SHA-256 of answers, costs and gradients for the test digits, `batch` of them at once. */
export function evaluationDigest(
  engine: Engine,
  { parameters }: Rehearsal,
  { test }: Dataset,
  batch: number,
): string {
  using model = new NetworkModel(engine, REHEARSAL.architecture, parameters, batch);
  const { logits, confidences } = model.answers(test.pixels);
  const losses = model.losses(test.pixels, test.labels);
  const gradient = model.inputGradient(test.pixels, test.labels, "float32");
  const bytes = [logits, confidences, losses, gradient].map((array) =>
    sha256(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
  );
  return sha256(bytes.join("\n"));
}
