/** Where two JSON values differ first: for people who want to know why a run is another run, or a result another result. */
import { canonicalJson } from "./canonical_json.ts";

/** The first place at which two values differ; a value that is not there is undefined. */
export interface ValueDifference {
  /** Such as "recipe.epochs"; empty for the values as a whole. */
  readonly path: string;
  readonly values: readonly [unknown, unknown];
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** All places at which two values differ, in the order of sorted names. */
export function* differencesBetween(
  one: unknown,
  other: unknown,
  path: readonly string[] = [],
): Generator<ValueDifference> {
  if (isObject(one) && isObject(other) && Array.isArray(one) === Array.isArray(other)) {
    const [a, b] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
    const names = [...new Set([...a.keys(), ...b.keys()])];
    for (const name of Array.isArray(one) ? names : names.sort()) {
      yield* differencesBetween(a.get(name), b.get(name), [...path, name]);
    }
    return;
  }
  const same = one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other);
  if (!same) yield { path: path.join("."), values: [one, other] };
}

/**
 * The first place at which two values differ, or null.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const found = firstDifference({ recipe: { epochs: 12 }, seed: 0 }, { recipe: { epochs: 15 }, seed: 0 });
 * assertEquals(found, { path: "recipe.epochs", values: [12, 15] });
 * ```
 */
export function firstDifference(one: unknown, other: unknown): ValueDifference | null {
  return differencesBetween(one, other).next().value ?? null;
}
