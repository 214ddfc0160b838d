/** `deno task report`: draws the report again from what the store has, and trains nothing. */
import { main } from "../src/cli/main.ts";
import { openPage } from "../src/cli/open_page.ts";
import { REPORT, reportOptions } from "../src/cli/options/report_options.ts";
import { reproduceCommand } from "../src/cli/reproduce_command.ts";
import { environment } from "../src/cli/environment.ts";

await main(REPORT, async (flags, signal) => {
  const { open, ...options } = reportOptions(flags, environment(), signal);
  const { exitCode, report } = await reproduceCommand(options);
  if (open) await openPage(report);
  return exitCode;
});
