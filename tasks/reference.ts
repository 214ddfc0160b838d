/** `deno task reference`: makes the report of a profile that is committed, `reports/<profile>/`; nothing else does. */
import { main } from "../src/cli/main.ts";
import { REFERENCE, referenceOptions } from "../src/cli/options/report_options.ts";
import { reproduceCommand } from "../src/cli/reproduce_command.ts";
import { environment } from "../src/cli/environment.ts";

await main(REFERENCE, async (flags, signal) => {
  const { exitCode } = await reproduceCommand(referenceOptions(flags, environment(), signal));
  return exitCode;
});
