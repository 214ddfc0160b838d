/** What `reproduce`, `report` and `reference` do on the terminal: progress, verdicts as they are reached, the table. */
import { claimLine, claimsTable } from "../report/mod.ts";
import { elapsed } from "../project/clock.ts";
import type { NearRelative } from "../planning/near_relatives.ts";
import { reproduce, type ReproduceOptions } from "../commands/reproduce.ts";
import { describeStore } from "../commands/store_contents.ts";
import { reproduceJson } from "./json_output.ts";
import { Progress } from "./progress.ts";
import type { Talk } from "./reproduce_options.ts";
import { storeLine } from "./store_text.ts";
import { printError, writeStderr } from "./stderr.ts";
import { screen } from "./terminal.ts";
import { print } from "./stdout.ts";

/** One line for each difference, with the seeds that it is about. */
export function relativesText(relatives: readonly NearRelative[]): string[] {
  const seeds = new Map<string, number[]>();
  for (const { run, difference } of relatives) {
    const [from, to] = difference?.values.map((value) => JSON.stringify(value) ?? "nothing") ?? [];
    const what = difference === null
      ? "data, engine or a version of the program changed"
      : `spec.${difference.path} ${from} → ${to}`;
    const line = `${run.label}: recomputed, ${what}`;
    seeds.set(line, [...(seeds.get(line) ?? []), run.seed]);
  }
  return [...seeds].map(([line, own]) =>
    `${line} (${own.length === 1 ? "seed" : "seeds"} ${own.join(", ")})`
  );
}

/** Runs the command and returns its exit code and the path of the page. */
export async function reproduceCommand(
  options: ReproduceOptions & Talk,
): Promise<{ exitCode: number; report: string }> {
  const warn = (text: string) => printError(`note: ${text}`);
  if (options.threads > navigator.hardwareConcurrency) {
    warn(
      `${options.threads} threads on ${navigator.hardwareConcurrency} cores: slower, with the same results`,
    );
  }
  const { terminal, columns } = screen();
  const progress = new Progress({
    write: options.quiet ? () => {} : writeStderr,
    terminal,
    columns,
    clock: elapsed,
    threads: options.threads,
  });
  const colorErrors = options.color && terminal;
  const { data, report, exitCode } = await reproduce(options, {
    notice: warn,
    looking: (dataset) => progress.status(`looking for the data set ${dataset} …`),
    found: ({ name, folder, source }) => progress.line(`data: ${name} in ${folder} (${source})`),
    downloading: (file, received, total) => {
      if (received === total) progress.line(`downloaded ${file} (${total} bytes)`);
    },
    planned: ({ runs }, stored, relatives) => {
      relativesText(relatives).forEach((line) => progress.line(line));
      progress.plan(runs, stored);
    },
    started: (run) => progress.update(run, 0, "started"),
    progressed: (run, done, note) => progress.update(run, done, note),
    ended: (run, outcome, error) => {
      for (const text of outcome?.notices ?? []) {
        progress.line(`note: ${run.label}, seed ${run.seed}: ${text}`);
      }
      if (outcome !== null) progress.end(run, outcome.stored ? "found in the store" : "done", outcome.stored);
      else if (error !== null) progress.line(`error: ${run.label}, seed ${run.seed}: ${error.message}`);
    },
    judged: (claim) => progress.line(claimLine(claim, colorErrors)),
    rehearsing: () => progress.status("measuring what results must not depend on …"),
  }).finally(() => progress.finish());
  for (const { name, holds } of data.invariances) {
    if (!holds) printError(`error: determinism check failed: ${name}`);
  }
  if (options.json) print(reproduceJson(data, options.store, report));
  else {
    print(claimsTable(data, options.color && Deno.stdout.isTerminal()));
    print(storeLine(options.store, await describeStore(options.store)));
    print(`Report: ${report}`);
  }
  return { exitCode, report };
}
