/**
 * Which runs' keys an instruction is part of: those whose programs contain it. What is added changes no key of before, and
 * a kernel whose code changes moves exactly the keys of the runs that use it, and of those that need these.
 */
import { assert, assertEquals } from "@std/assert";
import type { InstructionName } from "../../src/backend/program/instructions.ts";
import type { PlannedRun } from "../../src/planning/plan.ts";
import { PROGRAM } from "../../src/project/program.ts";
import type { RunSpec, TrainPlan } from "../../src/runs/mod.ts";
import { type InnerTraining, innerTrainings } from "../../src/runs/spec.ts";
import { programPlans as plans } from "./program_plans.ts";

const BEFORE = plans();

type Training = Pick<InnerTraining, "architecture" | "recipe" | "monitor">;
const perturbation = ({ recipe: { objective } }: Training) =>
  objective.alpha < 1 ? objective.perturbation : undefined;
const isRbf = ({ architecture }: Training) => architecture.type === "rbf";
const turns = (training: Training) => {
  const found = perturbation(training);
  return found !== undefined && "move" in found && found.move.kind === "rotation";
};

/** Which trainings an instruction is part of, told from what it computes. */
const TRAINED: Partial<Record<InstructionName, (training: Training) => boolean>> = {
  adam: ({ recipe }) => recipe.optimiser.type === "adam",
  addScaled: (training) => isRbf(training) && training.recipe.optimiser.type === "descent",
  update: (training) => !isRbf(training),
  rowMeans: ({ recipe }) => recipe.sharedBeta === true,
  dropout: ({ recipe }) => recipe.dropout !== undefined,
  normalNoise: (training) => perturbation(training)?.kind === "rubbish",
  unlabel: (training) => perturbation(training)?.kind === "rubbish",
  softmaxTangent: (training) => perturbation(training)?.kind === "differentiable",
  rotate: turns,
};

const trainingsOf = (spec: RunSpec): readonly Training[] =>
  spec.kind === "train" ? [spec] : spec.kind === "measure" ? innerTrainings(spec.parameters) : [];

function movedBy(after: readonly PlannedRun[]): Set<string> {
  assertEquals(after.length, BEFORE.length);
  return new Set(BEFORE.filter(({ key }, i) => after[i]!.key !== key).map(({ key }) => key));
}

Deno.test("a reading of the gradient adds its own instructions to the key of what follows it", () => {
  const spec = BEFORE.map(({ spec }) => spec).find(({ kind }) => kind === "measure")!;
  const architecture = { type: "maxout", inputs: 4, classes: 3, units: [5], pieces: 2 } as const;
  const instructions = (gradient: "exact" | "clipped", dropout: boolean) =>
    new Set(PROGRAM.code.instructionsOf(
      spec,
      [{ architecture } as unknown as TrainPlan],
      [{ kind: "fgsm", gradient, dropout }],
    ));
  const added = (found: Set<string>) => [...found.difference(instructions("exact", false))].sort();
  assertEquals(added(instructions("clipped", false)), ["clipCost"]);
  assertEquals(added(instructions("exact", true)), ["maskFrom", "multiply"]);
});

Deno.test("an instruction that is added changes no key of smoke, quick and standard", () => {
  assertEquals(movedBy(plans({ dummy: "0123456789abcdef" })), new Set());
});

for (const [name, uses] of Object.entries(TRAINED)) {
  Deno.test(`other code of ${name} moves the keys of the runs that use it, and of those that need them`, () => {
    const expected = new Set<string>();
    for (const { key, spec, after } of BEFORE) {
      if (trainingsOf(spec).some(uses) || after.some((parent) => expected.has(parent))) expected.add(key);
    }
    const moved = movedBy(plans({ [name]: "0123456789abcdef" }));
    assertEquals(moved, expected);
    assert(moved.size > 0 && moved.size < BEFORE.length);
  });
}
