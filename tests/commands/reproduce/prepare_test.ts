import { assertEquals } from "@std/assert";
import { dueRuns, type Stored } from "../../../src/commands/reproduce/prepare.ts";
import { DataError } from "../../../src/errors.ts";
import type { PlannedRun } from "../../../src/planning/plan.ts";
import type { Entry } from "../../../src/runs/mod.ts";
import { MEASURE, TRAIN } from "../../runs/support.ts";
import { MNIST_IDENTITY } from "../../datasets/support.ts";

const run = (key: string, after: readonly string[], kind: "train" | "measure"): PlannedRun => ({
  ...{ key, label: key, seed: 0, after, seconds: 1, dataset: MNIST_IDENTITY },
  spec: kind === "train" ? TRAIN : MEASURE,
});
const RUNS = [
  run("chosen", [], "train"),
  run("retrained", ["chosen"], "train"),
  run("one", ["retrained"], "measure"),
  run("other", ["retrained"], "measure"),
];
const stored = (keys: string, damaged = ""): Stored => ({
  // "key" is a whole entry, "key*" a light one
  entries: new Map(
    keys.split(" ").filter((word) => word !== "").map((word) =>
      [word.replace("*", ""), { light: word.endsWith("*") } as Entry] as const
    ),
  ),
  damaged: new Map(damaged === "" ? [] : [[damaged, new DataError("damaged")]]),
});

Deno.test("what is due is what the store lacks, and parameters that a lacking measurement needs", () => {
  const table: [string, string, string][] = [
    ["", "", "chosen retrained one other"],
    ["chosen retrained one other", "", ""],
    ["chosen retrained one", "", "other"],
    ["chosen* retrained* one* other", "", ""], // all results are there
    ["chosen* retrained* one", "", "retrained other"], // of chosen its best epoch is enough
    ["chosen*", "", "retrained one other"],
    ["chosen one", "retrained", "other"], // a damaged entry stays as it is
  ];
  for (const [there, damaged, due] of table) {
    const found = dueRuns(RUNS, stored(there, damaged)).map(({ key }) => key);
    assertEquals(found.sort(), due.split(" ").filter((word) => word !== "").sort(), there);
  }
});
