/** Specifications are valid and canonical, or a typed error says where they are not. */
import { Ajv } from "ajv";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { DataError } from "../../src/errors.ts";
import { canonicalJson, canonicalSpec, parseSpec, type RunSpec } from "../../src/runs/mod.ts";
import { RUN_SPEC } from "../../src/runs/canonical_spec.ts";
import { MEASURE, TRAIN } from "./support.ts";

// deno-lint-ignore no-explicit-any -- what comes from outside has no type
type Any = any;

/** A deep copy of a specification after a change. */
function changed(spec: RunSpec, change: (copy: Any) => void): unknown {
  const copy = structuredClone(spec);
  change(copy);
  return copy;
}

const refused = (value: unknown, message: string) =>
  assertThrows(() => parseSpec(value, "run 3"), DataError, `Cannot use run 3: ${message}`);

Deno.test("a canonical specification is its own canonical form, as an object and as JSON", () => {
  for (const spec of [TRAIN, MEASURE]) {
    assertEquals(JSON.stringify(canonicalSpec(spec)), JSON.stringify(spec));
    assertEquals(JSON.stringify(parseSpec(JSON.parse(canonicalJson(spec)), "it")), canonicalJson(spec));
    assert(Object.isFrozen(spec));
  }
});

Deno.test("a field that equals its default is left out, wherever it stands", () => {
  const said: [(copy: Any) => void, (copy: Any) => void][] = [
    [
      ({ architecture }) => architecture.outputs = "softmax",
      ({ architecture }) => delete architecture.outputs,
    ],
    [({ recipe }) => recipe.l1 = 0, ({ recipe }) => delete recipe.l1],
    [({ recipe }) => recipe.sharedBeta = false, () => {}],
    [
      ({ recipe }) => recipe.objective.perturbation.gradient = "float32",
      ({ recipe }) => delete recipe.objective.perturbation.gradient,
    ],
    [({ recipe }) => recipe.objective.perturbation.dropout = false, () => {}],
    [
      ({ recipe: { optimiser } }) => Object.assign(optimiser.learningRate, { decay: 1, minimum: 0 }),
      ({ recipe: { optimiser } }) => optimiser.learningRate = { initial: 0.1 },
    ],
    [
      ({ recipe }) => recipe.optimiser.learningRate.minimum = -0,
      ({ recipe }) => delete recipe.optimiser.learningRate.minimum,
    ],
  ];
  for (const [say, leaveOut] of said) {
    const [long, short] = [parseSpec(changed(TRAIN, say), "it"), parseSpec(changed(TRAIN, leaveOut), "it")];
    assertEquals(canonicalJson(long), canonicalJson(short));
  }
  const { dataset: _, ...inner } = TRAIN;
  const long = { ...inner, recipe: { ...inner.recipe, sharedBeta: false } };
  assertEquals(
    canonicalSpec({ ...MEASURE, parameters: { a: [long] } }),
    canonicalSpec({ ...MEASURE, parameters: { a: [inner] } }),
  );
});

/** Changes that make a training invalid, and what is said of them. */
const INVALID: readonly [(copy: Any) => void, string][] = [
  [(spec) => spec.kind = "tune", 'kind is "tune", expected "fit" or "train" or "measure"'],
  [(spec) => delete spec.seed, "seed is missing, expected a whole number of at least 0"],
  [(spec) => spec.seed = "1", 'seed is "1", expected a whole number'],
  [
    (spec) => spec.extra = 1,
    'it has the unknown field "extra", expected architecture, continues, data, dataset, kind, monitor',
  ],
  [(spec) => spec.recipe.maxnorm = 1, 'recipe has the unknown field "maxnorm"'],
  [(spec) => spec.recipe.epochs = 0, "recipe.epochs is 0, expected a whole number from 1 to 100000"],
  [(spec) => spec.recipe.epochs = { from: "naive", field: "bestEpoch" }, 'recipe.epochs.from is "naive"'],
  [
    (spec) => spec.recipe.objective.alpha = NaN,
    "recipe.objective.alpha is NaN, expected a number from 0 to 1",
  ],
  [
    (spec) => delete spec.recipe.objective.perturbation,
    "recipe.objective has alpha 0.5 and no perturbation",
  ],
  [
    (spec) => spec.recipe.objective.perturbation.gradient = "rounded",
    'recipe.objective.perturbation.gradient is "rounded", expected "exact" or "direction" or "float32" or "clipped"',
  ],
  [
    (spec) =>
      spec.recipe.objective.perturbation = {
        ...{ kind: "differentiable", move: { kind: "rotation", degrees: 5 }, gradient: "float32" },
      },
    'recipe.objective.perturbation.gradient is "float32", expected "direction"',
  ],
  [(spec) => spec.recipe.optimiser.type = "sgd", 'recipe.optimiser.type is "sgd", expected "momentum"'],
  [
    (spec) => spec.recipe.optimiser = { type: "adam", learningRate: 1 },
    "it has the optimiser adam, expected",
  ],
  [(spec) => spec.architecture.units[1] = 0, "architecture.units[1] is 0, expected a whole number from 1"],
  [(spec) => spec.architecture.units = "5", 'architecture.units is "5", expected a list'],
  [(spec) => spec.data = null, "data is null, expected an object"],
];

Deno.test("a specification that is not valid is refused with the path, what was found and what was expected", () => {
  for (const [change, message] of INVALID) refused(changed(TRAIN, change), message);
  for (const value of [null, 1, "spec", []]) refused(value, "it is");
  refused(
    changed(MEASURE, (spec) => spec.experiment = "../runs"),
    'experiment is "../runs", expected the name',
  );
  refused(changed(MEASURE, (spec) => spec.parents["../x"] = "a".repeat(64)), 'parents has the field "../x"');
  refused(changed(MEASURE, (spec) => spec.parents.maxout = "abc"), 'parents.maxout is "abc", expected a key');
  refused(changed(MEASURE, (spec) => spec.parameters.epsilon = Infinity), "parameters.epsilon is Infinity");
  const { dataset: _, ...inner } = TRAIN;
  const parameters = { runs: [{ ...inner, recipe: { ...inner.recipe, batch: 0 } }] };
  refused({ ...MEASURE, parameters }, "parameters.runs[0].recipe.batch is 0");
});

Deno.test("an object's own __proto__ is a field like any other, and pollutes nothing", () => {
  refused(JSON.parse('{"kind":"measure","__proto__":{"seed":1}}'), 'it has the unknown field "__proto__"');
  const value = JSON.parse(canonicalJson(MEASURE).replace('"epsilon":0.25', '"__proto__":{"polluted":1}'));
  assert(canonicalJson(parseSpec(value, "it")).includes('"__proto__":{"polluted":1}'));
  assertEquals(({} as Record<string, unknown>)["polluted"], undefined);
});

Deno.test("the JSON Schema takes what the program takes, and refuses what it refuses", () => {
  const validate = new Ajv({ strict: true, strictTypes: false, strictRequired: false }).compile(
    RUN_SPEC.json,
  );
  for (const spec of [TRAIN, MEASURE]) assert(validate(spec), JSON.stringify(validate.errors));
  for (const [change] of INVALID) {
    // what depends on several fields no JSON Schema says, and what JSON cannot hold never reaches one
    const value = changed(TRAIN, change) as Any;
    const beyond = value.recipe?.optimiser?.type === "adam" ||
      value.recipe?.objective?.perturbation === undefined;
    assertEquals(validate(value), beyond, `${change}`);
  }
});

Deno.test("data/spec.schema.json is the schema of specifications, with every default", async () => {
  const written = await Deno.readTextFile(new URL("../../data/spec.schema.json", import.meta.url));
  assertEquals(
    JSON.parse(written).oneOf,
    JSON.parse(JSON.stringify(RUN_SPEC.json.oneOf)),
    "run deno run --allow-read --allow-write=data tools/write_spec_schema.ts",
  );
});
