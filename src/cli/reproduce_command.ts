/** What `reproduce`, `report` and `reference` do on the terminal: progress, verdicts as they are reached, the table. */
import { reproduce } from "../commands/reproduce/reproduce.ts";
import type { ReproduceEvent, ReproduceOptions, Reproduction } from "../commands/reproduce/reproduction.ts";
import { isUnsuitable } from "../commands/reproduce/grading.ts";
import type { HarnessingError } from "../errors.ts";
import type { PlannedRun } from "../planning/plan.ts";
import type { StaleEntries } from "../commands/reproduce/stale.ts";
import { describeStore } from "../commands/clean/store_contents.ts";
import type { NearRelative } from "../planning/near_relatives.ts";
import { claimLine, claimsTable } from "../report/mod.ts";
import { reproduceJson } from "./json_output.ts";
import { type Progress, terminalProgress } from "./progress.ts";
import type { Talk } from "./options/reproduce_options.ts";
import { printError } from "./stderr.ts";
import { print } from "./stdout.ts";
import { storeLine } from "./store_text.ts";
import { screen } from "./terminal.ts";

/** One line for each difference, with the seeds that it is about. */
export function relativesText(relatives: readonly NearRelative[]): string[] {
  const seeds = new Map<string, number[]>();
  for (const { run, difference } of relatives) {
    const [from, to] = difference.values.map((value) => JSON.stringify(value) ?? "nothing");
    const line = `${run.label}: recomputed, ${difference.path} ${from} → ${to}`;
    seeds.set(line, [...(seeds.get(line) ?? []), run.seed]);
  }
  return [...seeds].map(([line, own]) =>
    `${line} (${own.length === 1 ? "seed" : "seeds"} ${own.join(", ")})`
  );
}

/** Which code changed since stored runs were computed, and what to do about it; nothing where none did. */
export function staleText({ runs, rooms }: StaleEntries): string[] {
  if (runs === 0) return [];
  const where = [...rooms].map(([room, count]) => `${room}/ in ${count}`).join(", ");
  return [
    `${runs} stored ${
      runs === 1 ? "run was" : "runs were"
    } computed by other code of the same versions (src/: ${where}); ` +
    "if a number may move, raise the version of its part (src/runs/code.ts), else compare with deno task verify",
  ];
}

const note = (text: string) => printError(`note: ${text}`);
const nameOf = ({ label, seed }: { label: string; seed: number }) => `${label}, seed ${seed}`;

/** Why a run failed; what a data set of the user's own lacks is no error. */
function failureText(run: PlannedRun, error: HarnessingError): string {
  return isUnsuitable(error, run)
    ? `note: ${error.message}; claims that need it are not comparable`
    : `error: ${nameOf(run)}: ${error.message}`;
}

/** Shows an event. */
function show(event: ReproduceEvent, progress: Progress, color: boolean): void {
  switch (event.type) {
    case "notice":
      return note(event.text);
    case "looking":
      return progress.status(`looking for the data set ${event.dataset} …`);
    case "found":
      return progress.line(`data: ${event.files.name} in ${event.files.folder} (${event.files.origin})`);
    case "downloading":
      if (event.received === event.total) progress.line(`downloaded ${event.file} (${event.total} bytes)`);
      return;
    case "planned": {
      const { runs, stored, relatives, stale } = event;
      relativesText(relatives).forEach((line) => progress.line(line));
      staleText(stale).forEach(note);
      if (stored.size > 0) progress.line(`${stored.size} of ${runs.length} runs are in the store`);
      return progress.plan(runs, stored);
    }
    case "started":
      return progress.update(event.run, 0, "started");
    case "progressed":
      return progress.update(event.run, event.done, event.note);
    case "finished":
      event.finished.notices.forEach((text) => progress.line(`note: ${nameOf(event.run)}: ${text}`));
      return progress.end(event.run, "done");
    case "failed":
      return progress.once(failureText(event.run, event.error));
    case "judged":
      return progress.line(claimLine(event.claim, color));
    case "probing":
      return progress.status("measuring what results must not depend on …");
    case "lost":
      return progress.line(`error: ${event.what} failed: ${event.error.message}`);
  }
}

/** Runs the command and returns its exit code and the path of the page. */
export async function reproduceCommand(
  options: ReproduceOptions & Talk,
): Promise<{ exitCode: number; report: string }> {
  const { threads, quiet } = options;
  if (threads > navigator.hardwareConcurrency) {
    note(`${threads} threads on ${navigator.hardwareConcurrency} cores: slower, with the same results`);
  }
  const progress = terminalProgress({ quiet, threads });
  let concluded: Reproduction | undefined;
  try {
    for await (const event of reproduce(options)) {
      if (event.type === "concluded") concluded = event.reproduction;
      else show(event, progress, options.color && screen().terminal);
    }
  } finally {
    progress.finish();
  }
  const { data, report, exitCode } = concluded!;
  for (const { name, holds } of data.invariances) {
    if (!holds) printError(`error: determinism check failed: ${name}`);
  }
  if (options.json) print(reproduceJson(data, options.store, report));
  else {
    print(claimsTable(data, options.color && Deno.stdout.isTerminal()));
    print(storeLine(options.store, await describeStore(options.store)));
    print(`Report: ${report}`);
    if (!data.claims.some(({ graded }) => graded)) {
      print("Nothing was graded, so the exit code says nothing about the claims.");
    }
  }
  return { exitCode, report };
}
