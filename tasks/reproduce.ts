/** `deno task reproduce`: runs the experiments of a profile, judges the claims, writes the report. */
import { dryRunText } from "../src/cli/dry_run.ts";
import { main } from "../src/cli/main.ts";
import { reproduceCommand } from "../src/cli/reproduce_command.ts";
import { environment, REPRODUCE, reproduceOptions } from "../src/cli/reproduce_options.ts";
import { dryRun } from "../src/commands/dry_run.ts";

await main(REPRODUCE, async (flags, signal) => {
  const options = reproduceOptions(flags, environment(), () => performance.now(), signal);
  if (!options.dryRun) return (await reproduceCommand(options)).exitCode;
  console.log(dryRunText(await dryRun(options), options.threads));
  return 0;
});
