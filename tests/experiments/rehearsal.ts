/** Measures experiments on models that are not trained: what they find is no matter, that they find it is. */
import { parseClaims } from "../../src/claims/mod.ts";
import { type Dataset, drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import type {
  DataShape,
  FinishedTraining,
  MeasureContext,
  Measurement,
  SanityCheck,
} from "../../src/experiments/experiment.ts";
import { type AnyExperiment, loadExperiments } from "../../src/experiments/load.ts";
import { initialise, NetworkModel } from "../../src/models/mod.ts";
import { rootPath } from "../../src/project/root.ts";
import { Rng } from "../../src/random/mod.ts";
import type { TrainSpec } from "../../src/runs/mod.ts";
import { withEngine } from "../support/engine.ts";

/** The data that is rehearsed on: as many images as each class needs a few times. */
export const SHAPE: DataShape = {
  inputs: 784,
  height: 28,
  width: 28,
  channels: 1,
  classes: 10,
  train: 600,
  test: 60,
};

/** What a rehearsal found. */
export interface Rehearsal {
  readonly measurement: Measurement;
  /** What `checks()` gave; empty without the method. */
  readonly checks: readonly SanityCheck[];
  /** The labels of the streams that `checks()` forked from the measurement's own. */
  readonly streamsOfChecks: readonly string[];
  /** Whether `measure()` asked a network for a gradient by its input: whether it attacks. */
  readonly followsGradients: boolean;
}

/** The claims of the project. */
export async function projectClaims(): Promise<ReturnType<typeof parseClaims>> {
  return parseClaims(await Deno.readTextFile(rootPath("data/claims.csv")));
}

/** Every experiment that a claim names. */
export async function allExperiments(): Promise<readonly AnyExperiment[]> {
  return await loadExperiments((await projectClaims()).flatMap(({ experiment }) => experiment ?? []));
}

/** What a training of three epochs might have found. */
function rehearsedTraining(spec: TrainSpec): FinishedTraining {
  const curves = { images: 20, clean: [9, 4, 5], adversarial: [18, 17, 15] };
  return {
    spec,
    metrics: {
      costs: [2, 1, 0.5],
      parametersSha256: "0".repeat(64),
      ...(spec.monitor ? { validation: curves } : {}),
      ...(spec.monitor?.stop ? { bestEpoch: spec.monitor.stop.on === "clean" ? 2 : 3 } : {}),
    },
  };
}

/** Calls `use` with the context of seed 0 in the smoke profile. */
async function withContext(
  experiment: AnyExperiment,
  use: (context: MeasureContext<unknown>) => void,
): Promise<void> {
  const [train, test] = (["train", "test"] as const).map((split) =>
    drawGlyphs({ seed: GLYPHS_SEED, split, from: 0, to: SHAPE[split] })
  );
  const dataset: Dataset = { name: "glyphs", train: train!, test: test! };
  await withEngine((engine) => {
    const { models, parameters } = experiment.plan("smoke", SHAPE);
    using owned = new DisposableStack();
    const planned = Object.entries(models(0));
    const networks = planned.map(([role, { architecture }]) => {
      const weights = initialise(architecture, 0.3, Rng.fromSeed(1).fork(role));
      return [role, owned.use(new NetworkModel(engine, architecture, weights))] as const;
    });
    use({
      engine,
      models: Object.fromEntries(networks),
      trainings: Object.fromEntries(planned.map(([role, spec]) => [role, rehearsedTraining(spec)])),
      dataset,
      parameters,
      seed: 0,
      rng: Rng.fromSeed(0),
    });
  });
}

/** Whether a network, any network, is asked for a gradient by its input, or for a pullback to it, during `measure`. */
function spyOnGradients<T>(measure: () => T): { result: T; asked: boolean } {
  const { inputGradient, pullback } = NetworkModel.prototype;
  let asked = false;
  NetworkModel.prototype.inputGradient = function (...given) {
    asked = true;
    return inputGradient.apply(this, given);
  };
  NetworkModel.prototype.pullback = function (...given) {
    asked = true;
    return pullback.apply(this, given);
  };
  try {
    return { result: measure(), asked };
  } finally {
    Object.assign(NetworkModel.prototype, { inputGradient, pullback });
  }
}

/** `rng`, which can only be forked, and the labels by which it was. */
function spyOnForks(rng: Rng): { rng: Rng; labels: readonly string[] } {
  const labels: string[] = [];
  const spied = new Proxy(rng, {
    get(target, property) {
      if (property !== "fork") throw new Error(`Cannot use rng.${String(property)}, expected a fork`);
      return (label: string) => {
        labels.push(label);
        return target.fork(label);
      };
    },
  });
  return { rng: spied, labels };
}

/** Measures `experiment` and runs its checks. */
export async function rehearse(experiment: AnyExperiment): Promise<Rehearsal> {
  let rehearsal: Rehearsal | undefined;
  await withContext(experiment, (context) => {
    const { result, asked } = spyOnGradients(() => experiment.measure(context));
    const { rng, labels } = spyOnForks(context.rng);
    const checks = experiment.checks?.({ ...context, rng }) ?? [];
    rehearsal = { measurement: result, checks, streamsOfChecks: labels, followsGradients: asked };
  });
  return rehearsal!;
}
