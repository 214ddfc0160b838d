import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import {
  canonicalJson,
  type CanonicalSpec,
  canonicalSpec,
  identify,
  type KeyBasis,
  keyOf,
  type RunSpec,
  type TrainSpec,
} from "../../src/runs/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { BASIS, CONTEXT, MEASURE, TRAIN } from "./support.ts";

/** Paths to the numbers, texts and nulls of a value. */
function leaves(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, [...path, name]));
}

/** A copy with another value at `path`. */
function changed<T>(value: T, path: readonly string[], to: (found: unknown) => unknown): T {
  const copy = structuredClone(value);
  // deno-lint-ignore no-explicit-any -- walks any JSON
  const owner = path.slice(0, -1).reduce((at: any, name) => at[name], copy);
  owner[path.at(-1)!] = to(owner[path.at(-1)!]);
  return copy;
}

/** A copy with the keys of every object in reverse order. */
function reversed<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(reversed) as T;
  return Object.fromEntries(Object.entries(value).reverse().map(([k, v]) => [k, reversed(v)])) as T;
}

/** Texts that stand for one another, where another text would not be valid. */
const OTHERS: Readonly<Record<string, string>> = {
  mnist: "glyphs",
  maxout: "rbf",
  sigmoid: "softmax",
  train: "test",
  fgsm: "rubbish",
  direction: "exact",
  momentum: "descent",
  uniform: "class-means",
};

/** Another value of the same kind: a number of the same range, a valid text. */
function other(found: unknown): unknown {
  if (typeof found === "number") return Number.isInteger(found) ? found + 1 : found / 2;
  const text = String(found);
  return OTHERS[text] ??
    (/^([0-9a-f]{16}|[0-9a-f]{64})$/.test(text)
      ? text.replace(/./, (c) => c === "f" ? "0" : "f")
      : `${text}x`);
}

Deno.test("keyOf() changes with every field of a specification, every data digest, the engine and the code", () => {
  for (const spec of [TRAIN, MEASURE]) {
    const keys = new Set([keyOf(spec, BASIS)]);
    const paths = leaves(spec).filter((path) => path.join() !== "kind");
    for (const path of paths) {
      const changedSpec = changed<RunSpec>(spec, path, other);
      // a discriminating text alone would leave the fields of the other kind: such a change is no specification
      const discriminates = ["type", "kind"].includes(path.at(-1)!);
      if (discriminates) {
        assertThrows(() => canonicalSpec(changedSpec), Error, "Cannot use the specification");
      } else keys.add(keyOf(canonicalSpec(changedSpec) as CanonicalSpec, BASIS));
    }
    const discriminating = paths.filter((path) => ["type", "kind"].includes(path.at(-1)!)).length;
    assertEquals(keys.size, paths.length - discriminating + 1);
    const around = leaves(BASIS);
    for (const path of around) keys.add(keyOf(spec, changed<KeyBasis>(BASIS, path, other)));
    assertEquals(keys.size, paths.length - discriminating + 1 + around.length);
  }
});

Deno.test("keyOf() does not depend on the order in which fields were written", () => {
  for (const spec of [TRAIN, MEASURE]) {
    assert(JSON.stringify(reversed(spec)) !== JSON.stringify(spec));
    assertEquals(
      keyOf(canonicalSpec<RunSpec>(reversed(spec)) as CanonicalSpec, reversed(BASIS)),
      keyOf(spec, BASIS),
    );
  }
});

Deno.test("keyOf() depends on the order of lists: layers of 5 and 6 units are not layers of 6 and 5", () => {
  const swapped = canonicalSpec({
    ...TRAIN,
    architecture: { ...TRAIN.architecture, units: [6, 5] } as TrainSpec["architecture"],
  });
  assert(keyOf(swapped, BASIS) !== keyOf(TRAIN, BASIS));
});

Deno.test("keyOf() is the SHA-256 of one documented text", () => {
  const text = canonicalJson({ spec: TRAIN, ...BASIS });
  assertMatch(
    text,
    /^\{"code":\{"kernels":\{"forward":"3+"\},"parts":\{"optimiser\/momentum":1,"training":1\}\},"data":/,
  );
  assertEquals(keyOf(TRAIN, BASIS), sha256(text));
});

Deno.test("keyOf() takes no specification but a canonical one: not even a copy of it", () => {
  assertThrows(() => keyOf({ ...TRAIN, seed: 5 }, BASIS), TypeError, "expected what canonicalSpec() made");
});

Deno.test("the code of a training is its parts and kernels, and that of a measurement its experiment's", () => {
  const { basis } = identify(TRAIN, CONTEXT);
  assertEquals(Object.keys(basis.code.parts), [
    "architecture/maxout",
    "dropout",
    "gradient/direction",
    "initial/uniform",
    "objective/fgsm",
    "optimiser/momentum",
    "random",
    "training",
  ]);
  assertEquals(Object.keys(basis.code.kernels), ["update"]);
  const attacks = [{ kind: "fgsm", gradient: "float32", dropout: false }] as const;
  const measured = identify(MEASURE, CONTEXT, { version: 3, attacks, models: [TRAIN] }).basis.code;
  assertEquals(measured.parts, { "attack/fgsm": 1, "experiment/fgsm_maxout": 3, "gradient/float32": 1 });
  assertEquals(Object.keys(measured.kernels), ["score"]);
});

Deno.test("a measurement that trains goes through the parts of that training too", () => {
  const { seed: _, dataset: __, ...training } = TRAIN;
  const spec = canonicalSpec({ ...MEASURE, parameters: { runs: [{ training }] } });
  const { code } = identify(spec, CONTEXT, { version: 1, attacks: [], models: [] }).basis;
  assertEquals(code.parts, { ...identify(TRAIN, CONTEXT).basis.code.parts, "experiment/fgsm_maxout": 1 });
});
