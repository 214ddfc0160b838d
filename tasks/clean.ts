/** `deno task clean`: shows what store and cache hold, and removes it. */
import { CLEAN, cleanOptions } from "../src/cli/options/clean_options.ts";
import { main } from "../src/cli/main.ts";
import { environment } from "../src/cli/environment.ts";
import { cleanText } from "../src/cli/store_text.ts";
import { changes, clean, planCleaning } from "../src/commands/clean/clean.ts";
import { UsageError } from "../src/errors.ts";
import { print } from "../src/cli/stdout.ts";

await main(CLEAN, async (flags, signal) => {
  const options = cleanOptions(flags, environment());
  const plan = await planCleaning(options);
  print(cleanText(plan));
  if (!changes(plan)) return 0;
  if (options.dryRun) {
    print("Nothing was removed (--dry-run)");
    return 0;
  }
  if (!options.yes && !Deno.stdin.isTerminal()) {
    throw new UsageError(
      "Cannot ask before removing: standard input is not a terminal; add --yes to remove this",
    );
  }
  if (!options.yes && !confirm("Remove this?")) {
    print("Nothing was removed");
    return 0;
  }
  await clean(plan, signal);
  print("Removed");
  return 0;
});
