import { assert, assertEquals, assertMatch } from "@std/assert";
import { canonicalJson, type Json, keyOf, numericsOf, type RunSpec } from "../../src/runs/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { CONTEXT, MEASURE, TRAIN } from "./support.ts";

const everything = (spec: RunSpec) => ({ spec, ...CONTEXT });
type Everything = ReturnType<typeof everything>;
const keyFor = ({ spec, ...context }: Everything) => keyOf(spec, context);

/** Paths to the numbers, texts and nulls of a value. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, name]));
}

/** A copy with another value at `path`. */
function changed(value: Everything, path: readonly string[]): Everything {
  const copy = structuredClone(value);
  // deno-lint-ignore no-explicit-any -- walks any JSON
  const owner = path.slice(0, -1).reduce((at: any, name) => at[name], copy);
  const name = path.at(-1)!;
  owner[name] = typeof owner[name] === "number" ? owner[name] + 1 : `${owner[name]}x`;
  return copy;
}

/** A copy with the keys of every object in reverse order. */
function reversed<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed) as T;
  return Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, reversed(v)])) as T;
}

Deno.test("keyOf() changes with every field of a specification, every data digest and the engine", () => {
  for (const spec of [TRAIN, MEASURE]) {
    const whole = everything(spec);
    const paths = leaves(whole).filter((path) => path.join(".") !== "spec.kind");
    assert(paths.some((path) => path.join(".") === "spec.seed"));
    assert(paths.some((path) => path.join(".") === "engine.wasm"));
    const keys = new Set([keyFor(whole), ...paths.map((path) => keyFor(changed(whole, path)))]);
    assertEquals(keys.size, paths.length + 1);
  }
});

Deno.test("keyOf() does not depend on the order in which fields were written", () => {
  for (const spec of [TRAIN, MEASURE]) {
    const whole = everything(spec);
    assert(JSON.stringify(reversed(whole)) !== JSON.stringify(whole));
    assertEquals(keyFor(reversed(whole)), keyFor(whole));
  }
});

Deno.test("keyOf() depends on the order of lists: layers of 5 and 6 units are not layers of 6 and 5", () => {
  const swapped = { ...TRAIN, architecture: { ...TRAIN.architecture, units: [6, 5] } } as RunSpec;
  assert(keyOf(swapped, CONTEXT) !== keyOf(TRAIN, CONTEXT));
});

Deno.test("keyOf() is the SHA-256 of one documented text, with the versions of the numerics in it", () => {
  const text = canonicalJson({ spec: TRAIN, ...CONTEXT, numerics: numericsOf("train") } as unknown as Json);
  assertMatch(text, /"numerics":\{"backend":\d+,/);
  assertEquals(keyOf(TRAIN, CONTEXT), sha256(text));
});

Deno.test("a changed attack or experiment leaves the keys of trained models as they are", () => {
  assertEquals(Object.keys(numericsOf("train")), ["backend", "random", "models", "training"]);
  assertEquals(Object.keys(numericsOf("measure")).includes("attacks"), true);
});
