/**
 * What results must not depend on, measured by the program itself: threads, jobs, batches, interruption, process,
 * working directory, time zone and language. The outcome is kept in the store like any other measurement.
 */
import { keyContext, type Program } from "../../project/program.ts";
import {
  canonicalSpec,
  encodeJson,
  hasEntry,
  identify,
  identityFiles,
  type MeasureOutcome,
  readEntry,
} from "../../runs/mod.ts";
import { REHEARSAL } from "../../runs/invariance_probe.ts";
import { Child, type Surroundings } from "../child.ts";
import { askStore } from "../store/launch.ts";
import type { RehearsalReply, RehearsalRequest } from "../messages.ts";
import { errorOf } from "../stage_error.ts";

/** A property, and whether it holds. */
export interface Invariance {
  readonly name: string;
  readonly holds: boolean;
}

const SPEC = canonicalSpec(
  {
    kind: "measure",
    dataset: "glyphs",
    experiment: "invariances",
    parents: {},
    parameters: REHEARSAL,
    seed: 0,
  } as const,
);
const THREADS = [1, 2, 8];
const BATCHES = [1, 256, 10_000];
const ONE: RehearsalRequest = { threads: [1], batches: [256], interruptedAfter: null };
/** Far from wherever anybody is: half an hour off the full hour, and with a dotless i. */
const ELSEWHERE: Surroundings = {
  cwd: "/",
  env: { TZ: "Asia/Kolkata", LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8" },
};

async function rehearseIn(request: RehearsalRequest, signal: AbortSignal, surroundings: Surroundings = {}) {
  const nothing = { read: [], write: [], net: [] };
  const child = new Child<RehearsalRequest, RehearsalReply>(
    "invariances/stage.ts",
    nothing,
    signal,
    surroundings,
  );
  const answer = await child.ask(request);
  await child.close();
  if (answer.type === "error") throw errorOf(answer);
  return answer;
}

const same = (digests: readonly (string | null)[]) => new Set(digests).size === 1;

async function measure(signal: AbortSignal): Promise<Invariance[]> {
  const alone = await rehearseIn({ threads: THREADS, batches: BATCHES, interruptedAfter: 2 }, signal);
  const [second, elsewhere] = await Promise.all([
    rehearseIn(ONE, signal),
    rehearseIn(ONE, signal, ELSEWHERE),
  ]);
  const [head] = alone.byThreads;
  const equal = (other: typeof second) =>
    same([head!, ...other.byThreads]) && same([...alone.byBatch, ...other.byBatch]);
  return [
    { name: "training on 1, 2 and 8 threads", holds: same(alone.byThreads) },
    { name: "evaluation in batches of 1, 256 and 10,000", holds: same(alone.byBatch) },
    { name: "training in one go, and resumed from a checkpoint", holds: same([head!, alone.resumed]) },
    { name: "one run at a time, and two side by side", holds: equal(second) && equal(elsewhere) },
    { name: "a second, cold process", holds: equal(second) },
    { name: "another working directory, time zone and language", holds: equal(elsewhere) },
  ];
}

/**
 * The invariances: from the store, or measured now and, if all hold, kept there.
 *
 * @param program what computes
 * @param onlyStored null instead of measuring
 */
export async function invariancesOf(
  program: Program,
  store: string,
  signal: AbortSignal,
  onlyStored: boolean,
): Promise<readonly Invariance[]> {
  const { key, basis } = identify(SPEC, keyContext(program, {}), { version: 1, attacks: [], models: [] });
  if (await hasEntry(store, key)) {
    const { measurement } = (await readEntry(store, key)).outcome as MeasureOutcome;
    // a table of its own, which no experiment writes and no figure reads
    return (measurement.tables as { readonly invariances?: readonly Invariance[] }).invariances ?? [];
  }
  if (onlyStored) return [];
  const found = await measure(signal);
  if (found.every(({ holds }) => holds)) {
    const metrics = encodeJson({ metrics: {}, tables: { invariances: found } });
    const files = Object.entries({ ...identityFiles(SPEC, basis), "metrics.json": metrics });
    const texts = Object.fromEntries(files.map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]));
    await askStore({ type: "write", root: store, key, files: texts }, signal);
  }
  return found;
}
