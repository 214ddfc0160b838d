/** What is computed now is what version 1 computed: its specifications in the form of today, and paired receipts. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { DataError } from "../../src/errors.ts";
import { MNIST_SHAPE } from "../../src/datasets/mod.ts";
import { MNIST_IDENTITY } from "../datasets/support.ts";
import { experimentsFor, type PlannedRun, planRuns } from "../../src/planning/plan.ts";
import { readClaims } from "../../src/project/tables.ts";
import { canonicalJson, canonicalSpec, type ReceiptRun } from "../../src/runs/mod.ts";
import { type OldRun, pairingText, pairRuns } from "../../tools/pair_receipts.ts";
import { translateSpec } from "../../tools/translate_specs.ts";
import { CONTEXT } from "../runs/support.ts";

const DATA = { split: "train", from: 0, to: 100, classes: null };
const RATES = { learningRate: { initial: 0.1, decay: 1, minimum: 0 } };
const OLD = {
  kind: "train",
  architecture: { type: "softmax", inputs: 4, classes: 3 },
  recipe: {
    ...{ objective: { type: "clean" }, epochs: 5, batch: 10, initialRange: 0.005, ...RATES },
    ...{ momentum: { initial: 0, final: 0, saturates: 1 }, maxNorm: 1.5, dropout: null },
  },
  data: DATA,
  seed: 3,
};
const NEW = {
  kind: "train",
  architecture: OLD.architecture,
  recipe: {
    ...{ objective: { alpha: 1 }, epochs: 5, batch: 10, initial: { type: "uniform", range: 0.005 } },
    ...{ optimiser: { type: "descent", learningRate: 0.1 }, maxNorm: 1.5 },
  },
  data: DATA,
  seed: 3,
};
const NAMED = { ...NEW, dataset: "mnist" };
const KEYS = new Map([["a".repeat(64), "b".repeat(64)]]);
const translated = (spec: unknown) => canonicalJson(translateSpec(spec, "mnist", KEYS));
const withRecipe = (spec: { recipe: object }, recipe: object) => ({
  ...spec,
  recipe: { ...spec.recipe, ...recipe },
});

Deno.test("translateSpec() says what version 1 said of optimisers, limits and beginnings in the words of today", () => {
  assertEquals(translated(OLD), canonicalJson(NAMED));
  const momentum = { initial: 0.5, final: 0.7, saturates: 250 };
  const dropout = { input: { keep: 0.8, scale: 1 }, hidden: { keep: 0.5, scale: 2 } };
  const architecture = { type: "maxout", inputs: 4, classes: 3, units: [5], pieces: 2 };
  const optimiser = { type: "momentum", learningRate: { initial: 0.1 }, momentum };
  assertEquals(
    translated({ ...withRecipe(OLD, { momentum, dropout, l1: 0.25 }), architecture }),
    canonicalJson({ ...withRecipe(NAMED, { optimiser, dropout, l1: 0.25 }), architecture }),
  );
  const adam = { type: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
  const rbf = { ...OLD, architecture: { type: "rbf", inputs: 4, classes: 3 } };
  const old = { objective: { type: "clean" }, epochs: 5, batch: 10, initialBeta: [0.1], sharedBeta: false };
  const now = {
    objective: { alpha: 1 },
    epochs: 5,
    batch: 10,
    initial: { type: "class-means", beta: [0.1] },
  };
  assertEquals(
    translated({ ...rbf, recipe: { ...old, optimiser: adam } }),
    canonicalJson({
      ...rbf,
      dataset: "mnist",
      recipe: { ...now, optimiser: { type: "adam", learningRate: 0.001 } },
    }),
  );
});

Deno.test("translateSpec() says every objective of version 1 in the words of today", () => {
  const move = { kind: "sign", epsilon: 0.25 };
  const turn = { kind: "rotation", degrees: 20 };
  const objectives: [object, object][] = [
    [{ type: "adversarial", epsilon: 0.25, gradient: "float32" }, { kind: "fgsm", epsilon: 0.25 }],
    [
      { type: "adversarial", epsilon: 0.25, gradient: "exact" },
      { kind: "fgsm", epsilon: 0.25, gradient: "exact" },
    ],
    [{ type: "noise", noise: "sign", epsilon: 0.25 }, { kind: "noise", distribution: "sign", epsilon: 0.25 }],
    [{ type: "rubbish" }, { kind: "rubbish" }],
    [{ type: "hidden", layer: 1, move, gradient: "float32" }, { kind: "hidden", layer: 1, move }],
    [{ type: "differentiable", move: turn }, { kind: "differentiable", move: turn }],
  ];
  for (const [old, perturbation] of objectives) {
    assertEquals(
      translated(withRecipe(OLD, { objective: { ...old, alpha: 0.5 } })),
      canonicalJson(withRecipe(NAMED, { objective: { alpha: 0.5, perturbation } })),
    );
  }
});

Deno.test("translateSpec() follows keys and trainings among parameters, and refuses what version 1 did not have", () => {
  const measure = { kind: "measure", experiment: "rbf", parents: { softmax: "a".repeat(64) }, seed: 0 };
  assertEquals(
    translated({ ...measure, parameters: { trained: [OLD], epsilon: 0.25 } }),
    canonicalJson({
      ...measure,
      dataset: "mnist",
      parents: { softmax: "b".repeat(64) },
      parameters: { trained: [NEW], epsilon: 0.25 },
    }),
  );
  const from = (key: string) => ({ epochs: { from: key.repeat(64), field: "bestEpoch" } });
  assertEquals(translated(withRecipe(OLD, from("a"))), canonicalJson(withRecipe(NAMED, from("b"))));
  assertThrows(() => translated(withRecipe(OLD, from("c"))), RangeError, "is the key of no run before");
  assertThrows(() => translated(withRecipe(OLD, { nesterov: true })), DataError, 'unknown field "nesterov"');
  assertThrows(() => translated({ ...OLD, recipe: NEW.recipe }), Error);
});

Deno.test("the runs of the committed receipt of version 1 are those that the standard profile plans today", async () => {
  const text = await Deno.readTextFile(new URL("../../reports/standard/receipt.json", import.meta.url));
  const receipt: { schema: number; runs: readonly OldRun[] } = JSON.parse(text);
  assertEquals(receipt.schema, 1);
  const needed = await experimentsFor(await readClaims());
  const common = { program: CONTEXT, seeds: null, costs: new Map() };
  const datasetOf = () => ({ ...MNIST_IDENTITY, shape: MNIST_SHAPE });
  const { runs } = planRuns(needed, { profile: "standard", datasetOf, ...common });
  const bySpec = new Map(runs.map((run) => [canonicalJson(run.spec), run]));
  const keys = new Map<string, string>();
  const paired: PlannedRun[] = [];
  for (const old of receipt.runs) {
    const run = bySpec.get(canonicalJson(translateSpec(old.spec, "mnist", keys)));
    assert(run, `${old.label}, seed ${old.seed}`);
    keys.set(old.key, run.key);
    paired.push(run);
  }
  assertEquals([paired.length, new Set(paired).size], [342, runs.length]);
});

/** A run of each receipt, and what they found. */
function pair(changes: Partial<ReceiptRun> = {}): { old: OldRun; now: ReceiptRun } {
  const found = {
    ...{ label: "softmax", seed: 3, chain: ["0", "1"], chainHead: "1", parametersSha256: "p" },
    ...{ metrics: { costs: [2], parametersSha256: "p" }, metricsSha256: "m" },
  };
  const spec = canonicalSpec(NAMED as Parameters<typeof canonicalSpec>[0]) as ReceiptRun["spec"];
  const code = { parts: [], kernels: [] };
  const now = { ...found, key: "d".repeat(64), spec, code, sanitySha256: null, ...changes };
  return { old: { ...found, key: "c".repeat(64), spec: OLD }, now };
}

Deno.test("pairRuns() pairs runs by their specifications and says what they have found differently", () => {
  const { old, now } = pair();
  assertEquals(
    pairingText(pairRuns([old], [now], "mnist")),
    "1 of 1 paired, none unmatched, 0 added; nothing different, other rows in no measurements",
  );
  assertEquals(pairRuns([old], [], "mnist").unmatched, ["softmax, seed 3: unmatched"]);
  assertEquals(pairRuns([], [now], "mnist").added, 1);
  const differing: [Partial<ReceiptRun>, string][] = [
    [{ parametersSha256: "q" }, 'parametersSha256 was "p", is "q"'],
    [{ chain: ["0", "1", "2"] }, "the number of epochs was 2, is 3"],
    [{ metrics: { costs: [3], parametersSha256: "p" } }, "metrics.costs.0 was 2, is 3"],
    [{ metricsSha256: "n" }, 'metricsSha256 was "m", is "n"'],
  ];
  for (const [changes, text] of differing) {
    const other = pair(changes);
    assertEquals(pairRuns([other.old], [other.now], "mnist").differences, [`softmax, seed 3: ${text}`]);
  }
});

Deno.test("pairRuns() lets metrics and rows be added to a measurement, and none be missing or another", () => {
  const spec = { kind: "measure", experiment: "rbf", parents: {}, parameters: null, seed: 0 } as const;
  const found = { ...{ label: "RBF", seed: 0, chain: null, chainHead: null, parametersSha256: null } };
  const old: OldRun = { ...found, key: "c", spec, metrics: { error: { value: 1 } }, metricsSha256: "m" };
  const now = (metrics: ReceiptRun["metrics"], metricsSha256 = "m"): ReceiptRun => ({
    ...{
      ...found,
      key: "d",
      spec: canonicalSpec({ ...spec, dataset: "mnist" }),
      code: { parts: [], kernels: [] },
    },
    ...{ metrics, metricsSha256, sanitySha256: null },
  });
  const more = pairRuns([old], [now({ error: { value: 1 }, other: { value: 2 } }, "n")], "mnist");
  assertEquals([more.differences, more.otherRows], [[], 1]);
  assertEquals(pairRuns([old], [now({ error: { value: 2 } })], "mnist").differences, [
    "RBF, seed 0: error.value was 1, is 2",
  ]);
  assertEquals(pairRuns([old], [now({})], "mnist").differences.length, 1);
});
