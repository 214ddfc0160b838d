/** `deno task reproduce`: runs the experiments of a profile, judges the claims, writes the report. */
import { reproduceJson } from "../src/cli/json_output.ts";
import { main } from "../src/cli/main.ts";
import { Progress } from "../src/cli/progress.ts";
import { environment, REPRODUCE, reproduceOptions } from "../src/cli/reproduce_options.ts";
import { dryRunText } from "../src/cli/dry_run.ts";
import { writeStderr } from "../src/cli/stderr.ts";
import { claimLine, claimsTable } from "../src/report/mod.ts";
import { dryRun } from "../src/stages/dry_run.ts";
import { reproduce } from "../src/stages/reproduce.ts";

const clock = () => performance.now();

await main(REPRODUCE, async (flags, signal) => {
  const options = reproduceOptions(flags, environment(), clock, signal);
  const warn = (text: string) => console.error(`note: ${text}`);
  if (options.threads > navigator.hardwareConcurrency) {
    warn(
      `${options.threads} threads on ${navigator.hardwareConcurrency} cores: slower, with the same results`,
    );
  }
  if (options.dryRun) {
    console.log(dryRunText(await dryRun(options), options.threads));
    return 0;
  }
  const terminal = Deno.stderr.isTerminal();
  const progress = new Progress({
    write: options.quiet ? () => {} : writeStderr,
    terminal,
    columns: terminal ? Deno.consoleSize().columns : 80,
    clock,
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
    planned: ({ runs }, stored) => progress.plan(runs, stored),
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
  }).finally(() => progress.finish());
  if (options.json) console.log(reproduceJson(data, options.store, report));
  else {
    console.log(claimsTable(data, options.color && Deno.stdout.isTerminal()));
    console.log(`Report: ${report}`);
  }
  return exitCode;
});
