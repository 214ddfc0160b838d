/** `deno task reproduce`: runs the experiments of a profile, judges the claims, writes the report. */
import { dryRunText } from "../src/cli/dry_run.ts";
import { main } from "../src/cli/main.ts";
import { reproduceCommand } from "../src/cli/reproduce_command.ts";
import { environment } from "../src/cli/environment.ts";
import { REPRODUCE, reproduceOptions } from "../src/cli/options/reproduce_options.ts";
import { elapsed } from "../src/project/clock.ts";
import { dryRun } from "../src/commands/reproduce/dry_run.ts";
import { print } from "../src/cli/stdout.ts";

await main(REPRODUCE, async (flags, signal) => {
  const options = reproduceOptions(flags, environment(), elapsed, signal);
  if (!options.dryRun) return (await reproduceCommand(options)).exitCode;
  print(dryRunText(await dryRun(options), options.threads));
  return 0;
});
