/**
 * Changes one operation of the reference device at a time and runs the random cases of the instructions that it is
 * part of: a change that no case sees is a hole in the cases, or changes nothing (equivalent_mutants.ts). Prints how many
 * mutants of every function are seen, and exits with 1 if one is not and should be. By hand:
 * `deno run --allow-read tools/mutate_reference.ts`, or with the names of files of the reference device.
 */
import { type Functions, REFERENCE } from "../src/backend/devices/reference/functions.ts";
import { ReferenceDevice } from "../src/backend/devices/reference/reference_device.ts";
import type { InstructionName } from "../src/backend/program/instructions.ts";
import { type Case, caseOf, CASES, type Results, results, same } from "../tests/backend/devices/cases/mod.ts";
import { equivalence } from "./equivalent_mutants.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";

const FOLDER = new URL("../src/backend/devices/reference/", import.meta.url);

/** The files that compute. */
export const FILES = [
  ...["adam", "elementary", "elementwise", "gather", "gemm", "heads", "layers", "perturb", "random", "rbf"],
  "score",
].map((name) => `${name}.ts`);

const sources = new Map(
  await Promise.all(
    FILES.map(async (file) => [file, await Deno.readTextFile(new URL(file, FOLDER))] as const),
  ),
);

/** The address of a module with this text, whose imports are those of the folder, or `changed` ones. */
function moduleOf(source: string, changed: Readonly<Record<string, string>> = {}): string {
  const absolute = source.replaceAll(
    /from "(\.[^"]+)"/g,
    (_, path: string) => `from "${changed[path] ?? new URL(path, FOLDER)}"`,
  );
  return `data:application/typescript,${encodeURIComponent(absolute)}`;
}

const isInstruction = (name: string): name is InstructionName => name in REFERENCE;

/** The functions of a file, and of those that import it, when it has this text. */
async function changedFunctions(file: string, source: string): Promise<Partial<Functions>> {
  const own = moduleOf(source);
  const importing = [...sources.values()].filter((text) => text.includes(`from "./${file}"`));
  const modules = [own, ...importing.map((text) => moduleOf(text, { [`./${file}`]: own }))];
  const exported = await Promise.all(modules.map((module) => import(module)));
  const functions = Object.assign({}, ...exported) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(functions).filter(([name]) => isInstruction(name)));
}

/** Cases of an instruction with what the unchanged reference device makes of them. */
const expectations = new Map<InstructionName, readonly (readonly [Case, Results])[]>();
function expected(name: InstructionName) {
  const known = expectations.get(name);
  if (known) return known;
  using device = new ReferenceDevice();
  const all = Array.from({ length: CASES }, (_, i) => {
    const given = caseOf(name, i);
    return [given, results(device, name, given)] as const;
  });
  expectations.set(name, all);
  return all;
}

/** Whether a case of these instructions gives something else, or fails. */
function isSeen(changed: Partial<Functions>, names: readonly InstructionName[]): boolean {
  using device = new ReferenceDevice({ ...REFERENCE, ...changed });
  return names.some((name) =>
    expected(name).some(([given, wanted]) => {
      try {
        return !same(results(device, name, given), wanted);
      } catch {
        return true;
      }
    })
  );
}

/** A mutant of a file, with what became of it. */
export interface Outcome extends Mutant {
  readonly file: string;
  readonly seen: boolean;
}

/** Runs the cases on mutants of a file; `choose` picks some of them. */
export async function mutate(
  file: string,
  choose: (mutants: readonly Mutant[]) => readonly Mutant[] = (mutants) => mutants,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const mutant of choose(mutantsOf(sources.get(file)!))) {
    const changed = await changedFunctions(file, mutant.source);
    const affected = isInstruction(mutant.owner)
      ? [mutant.owner]
      : Object.keys(changed).filter(isInstruction);
    outcomes.push({ ...mutant, file, seen: isSeen(changed, affected) });
  }
  return outcomes;
}

/** "forward: 34 mutants, 28 seen, 6 equivalent, 0 not seen" */
function summary(owner: string, outcomes: readonly Outcome[]): string {
  const seen = outcomes.filter((mutant) => mutant.seen).length;
  const equivalent = outcomes.filter((mutant) => !mutant.seen && equivalence(mutant)).length;
  const rest = outcomes.length - seen - equivalent;
  return `${owner}: ${outcomes.length} mutants, ${seen} seen, ${equivalent} equivalent, ${rest} not seen`;
}

if (import.meta.main) {
  const all: Outcome[] = [];
  for (const file of Deno.args.length > 0 ? Deno.args : FILES) {
    const outcomes = await mutate(file);
    for (const [owner, own] of Map.groupBy(outcomes, (mutant) => mutant.owner)) {
      console.log(summary(owner, own));
    }
    all.push(...outcomes);
    expectations.clear();
  }
  console.log(summary("all", all));
  const wrong = all.filter((mutant) => mutant.seen === (equivalence(mutant) !== undefined));
  for (const { file, line, owner, changed, seen } of wrong) {
    console.log(
      `${file}:${line} ${owner} ${seen ? "is seen, but said to be equivalent" : "is not seen"}: ${changed}`,
    );
  }
  if (wrong.length > 0) Deno.exit(1);
}
