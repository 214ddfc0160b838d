/**
 * Changes one operation of the reference device at a time and runs the random cases of the instructions that it is
 * part of: a change that no case sees is a hole in the cases, or changes nothing. Prints, for every function, how many
 * of its mutants are seen; exits with 1 if one is not and is not in the table below. By hand:
 * `deno run --allow-read tools/mutate_reference.ts`, or with the names of files of the reference device.
 */
import { type Functions, REFERENCE } from "../src/backend/devices/reference/functions.ts";
import { ReferenceDevice } from "../src/backend/devices/reference/reference_device.ts";
import type { InstructionName } from "../src/backend/program/instructions.ts";
import { type Case, caseOf, CASES, type Results, results, same } from "../tests/backend/devices/cases/mod.ts";
import { type Mutant, mutantsOf } from "./mutants.ts";

const FOLDER = new URL("../src/backend/devices/reference/", import.meta.url);

/** The files that compute. */
const FILES = [
  ...["adam", "elementary", "elementwise", "gather", "gemm", "heads", "layers", "perturb", "random", "rbf"],
  "score",
].map((name) => `${name}.ts`);

/** Mutants that change no result, by function and changed line, and why. */
export const EQUIVALENT: Readonly<Record<string, string>> = {};

const sources = new Map(
  await Promise.all(
    FILES.map(async (file) => [file, await Deno.readTextFile(new URL(file, FOLDER))] as const),
  ),
);

/** The exports of a changed text of a file, whose imports are those of the file. */
async function load(source: string, changed: Readonly<Record<string, string>> = {}): Promise<object> {
  const absolute = source.replaceAll(
    /from "(\.[^"]+)"/g,
    (_, path: string) => `from "${changed[path] ?? new URL(path, FOLDER)}"`,
  );
  return await import(dataUrl(absolute));
}

function dataUrl(source: string): string {
  const absolute = source.replaceAll(
    /from "(\.[^"]+)"/g,
    (_, path: string) => `from "${new URL(path, FOLDER)}"`,
  );
  return `data:application/typescript,${encodeURIComponent(absolute)}`;
}

const isInstruction = (name: string): name is InstructionName => name in REFERENCE;

/** The functions of a file, and of those that import it, when it has this text. */
async function changedFunctions(file: string, source: string): Promise<Partial<Functions>> {
  const importing = [...sources].filter(([, text]) => text.includes(`from "./${file}"`));
  const changed = { [`./${file}`]: dataUrl(source) };
  const modules = [
    await load(source),
    ...await Promise.all(importing.map(([, text]) => load(text, changed))),
  ];
  const functions = Object.assign({}, ...modules) as Record<string, unknown>;
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

const label = ({ owner, changed }: Mutant) => `${owner}: ${changed}`;

if (import.meta.main) {
  const all: Outcome[] = [];
  for (const file of Deno.args.length > 0 ? Deno.args : FILES) {
    const outcomes = await mutate(file);
    all.push(...outcomes);
    for (const [owner, own] of Map.groupBy(outcomes, (outcome) => outcome.owner)) {
      const unseen = own.filter(({ seen }) => !seen);
      const equivalent = unseen.filter((mutant) => label(mutant) in EQUIVALENT);
      console.log(
        `${file} ${owner}: ${own.length} mutants, ${own.length - unseen.length} seen, ` +
          `${equivalent.length} equivalent, ${unseen.length - equivalent.length} not seen`,
      );
    }
    expectations.clear();
  }
  const unseen = all.filter(({ seen }) => !seen);
  for (const mutant of unseen) {
    console.log(
      `${mutant.file}:${mutant.line} ${label(mutant)} — ${EQUIVALENT[label(mutant)] ?? "NOT SEEN"}`,
    );
  }
  const stale = Object.keys(EQUIVALENT).filter((own) => all.some((m) => label(m) === own && m.seen));
  for (const own of stale) console.log(`In the table, but seen: ${own}`);
  if (stale.length > 0 || unseen.some((mutant) => !(label(mutant) in EQUIVALENT))) Deno.exit(1);
}
