/**
 * Specifications of version 1 of this program, as in its receipts, in the form of today. A pure function: it shows that
 * what is computed now is what was computed then.
 */
import type { DatasetKind } from "../src/datasets/mod.ts";
import { type CanonicalSpec, canonicalSpec, type RunSpec } from "../src/runs/mod.ts";

/** Plain data of version 1, whose form `canonicalSpec()` checks once it is translated. */
// deno-lint-ignore no-explicit-any -- the types of version 1 are gone
type Old = any;

function objectiveOf({ type, alpha, ...rest }: Old): unknown {
  switch (type) {
    case "clean":
      return { alpha: 1, ...rest };
    case "adversarial":
      return { alpha, perturbation: { kind: "fgsm", ...rest } };
    case "noise": {
      const { noise: distribution, ...more } = rest;
      return { alpha, perturbation: { kind: "noise", distribution, ...more } };
    }
    default:
      return { alpha, perturbation: { kind: type, ...rest } };
  }
}

/** A rate that stays, without momentum, was plain descent by another name. */
function optimiserOf(learningRate: Old, momentum: Old): unknown {
  const stays = learningRate.decay === 1 && learningRate.minimum === 0;
  return stays && momentum.initial === 0 && momentum.final === 0
    ? { type: "descent", learningRate: learningRate.initial }
    : { type: "momentum", learningRate, momentum };
}

function recipeOf({ objective, epochs, ...rest }: Old, keys: ReadonlyMap<string, string>): unknown {
  const common = {
    objective: objectiveOf(objective),
    epochs: typeof epochs === "number" ? epochs : { ...epochs, from: translatedKey(epochs.from, keys) },
  };
  if ("optimiser" in rest) {
    const { initialBeta: beta, ...more } = rest;
    return { ...common, initial: { type: "class-means", beta }, ...more };
  }
  const { initialRange: range, learningRate, momentum, maxNorm, dropout, ...more } = rest;
  return {
    ...common,
    initial: { type: "uniform", range },
    optimiser: optimiserOf(learningRate, momentum),
    ...(maxNorm === null ? {} : { maxNorm }),
    ...(dropout === null ? {} : { dropout }),
    ...more,
  };
}

function translatedKey(key: string, keys: ReadonlyMap<string, string>): string {
  const found = keys.get(key);
  if (found === undefined) throw new RangeError(`Cannot translate: ${key} is the key of no run before`);
  return found;
}

/** Parameters in which trainings have the form of today. */
function parametersOf(value: Old, keys: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => parametersOf(each, keys));
  if (typeof value !== "object" || value === null) return value;
  if (value.kind === "train") return { ...value, recipe: recipeOf(value.recipe, keys) };
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, parametersOf(member, keys)]),
  );
}

/**
 * A specification of version 1, which named no data set, in the form of today.
 *
 * @param dataset what its receipt was about
 * @param keys the keys of today by those of version 1, of the runs that it needs
 * @throws {RangeError} when a key is missing
 * @throws {DataError} when it is no specification of version 1
 */
export function translateSpec(
  spec: unknown,
  dataset: DatasetKind,
  keys: ReadonlyMap<string, string>,
): CanonicalSpec {
  const old: Old = spec;
  if (old.kind === "train") {
    const training = parametersOf(old, keys) as RunSpec;
    return canonicalSpec<RunSpec>({ ...training, dataset }) as CanonicalSpec;
  }
  const parents = Object.fromEntries(
    Object.entries<string>(old.parents).map(([role, key]) => [role, translatedKey(key, keys)]),
  );
  return canonicalSpec<RunSpec>(
    { ...old, dataset, parents, parameters: parametersOf(old.parameters, keys) },
  ) as CanonicalSpec;
}
