/** Measures experiments on models that are not trained: what they find is no matter, that they find it is. */
import { parseClaims } from "../../src/claims/mod.ts";
import { type Dataset, drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import type {
  DataShape,
  FinishedTraining,
  MeasureContext,
  Measurement,
} from "../../src/experiments/experiment.ts";
import { type AnyExperiment, loadExperiments } from "../../src/experiments/load.ts";
import { checkAttacks } from "../../src/experiments/sanity/check_attacks.ts";
import { initialise, NetworkModel } from "../../src/models/mod.ts";
import { rootPath } from "../../src/project/root.ts";
import { Rng } from "../../src/random/mod.ts";
import type { SanityCheck, TrainSpec } from "../../src/runs/mod.ts";
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
  /** What the checks of its attacks found. */
  readonly sanity: readonly SanityCheck[];
  /** The labels of the streams that the checks forked from the measurement's own. */
  readonly streamsOfChecks: readonly string[];
  /** The gradients that `measure()` asked for: "maxout: fgsm, float32". */
  readonly followed: ReadonlySet<string>;
  /** Those that the checks asked for. */
  readonly checked: ReadonlySet<string>;
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
      trainings: Object.fromEntries(
        planned.map(([role, spec]) => [role, rehearsedTraining({ ...spec, dataset: "glyphs" })]),
      ),
      dataset,
      images: (_role, split) => dataset[split],
      parameters,
      seed: 0,
      rng: Rng.fromSeed(0),
    });
  });
}

/** The files of src/attacks/ through which the innermost call came; none: a battery or an experiment asked directly. */
function attacksOnStack(): string {
  const stack = new Error().stack!;
  const frames = stack.matchAll(/src\/attacks\/(?!attack\.ts)(\w+)\.ts/g);
  const files = [...new Set(frames.map(([, file]) => file!))].toSorted().join("+");
  return files || (stack.includes("src/experiments/sanity/") ? "a battery" : "no attack");
}

/**
 * Runs `work`, and notes each gradient by the images that a network was asked for: on which network, through which
 * attack and in which reading. A network that `work` makes itself counts as the planned ones of its architecture.
 */
function spyOnGradients<T>(
  networks: ReadonlyMap<NetworkModel, string>,
  work: () => T,
): { result: T; asked: ReadonlySet<string> } {
  const { inputGradient, pullback } = NetworkModel.prototype;
  const { stackTraceLimit } = Error;
  const asked = new Set<string>();
  const note = (model: NetworkModel, what: string) =>
    asked.add(`${networks.get(model) ?? "a network of its own"}: ${attacksOnStack()}, ${what}`);
  NetworkModel.prototype.inputGradient = function (x, labels, kind) {
    note(this, kind ?? "float32");
    return inputGradient.call(this, x, labels, kind);
  };
  NetworkModel.prototype.pullback = function (...given) {
    note(this, "pulled back");
    return pullback.apply(this, given);
  };
  Error.stackTraceLimit = 100;
  try {
    return { result: work(), asked };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
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

/** Measures `experiment` and checks its attacks. */
export async function rehearse(experiment: AnyExperiment): Promise<Rehearsal> {
  let rehearsal: Rehearsal | undefined;
  await withContext(experiment, (context) => {
    const networks = new Map(
      Object.entries(context.models).map(([role, model]) => [model as NetworkModel, role]),
    );
    const measured = spyOnGradients(networks, () => experiment.measure(context));
    const { rng, labels } = spyOnForks(context.rng);
    const checks = spyOnGradients(networks, () => checkAttacks(experiment, { ...context, rng }));
    rehearsal = {
      measurement: measured.result,
      sanity: checks.result,
      streamsOfChecks: labels,
      followed: measured.asked,
      checked: checks.asked,
    };
  });
  return rehearsal!;
}
