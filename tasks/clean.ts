/** `deno task clean`: shows what store and cache hold, and removes it. */
import { CLEAN, cleanOptions } from "../src/cli/clean_options.ts";
import { main } from "../src/cli/main.ts";
import { environment } from "../src/cli/reproduce_options.ts";
import { cleanText } from "../src/cli/store_text.ts";
import { clean, planCleaning } from "../src/commands/clean.ts";

await main(CLEAN, async (flags, signal) => {
  const options = cleanOptions(flags, environment());
  const plan = await planCleaning(options);
  console.log(cleanText(plan));
  if (plan.every(({ paths }) => paths.length === 0)) return 0;
  if (options.dryRun) {
    console.log("Nothing was removed (--dry-run)");
    return 0;
  }
  if (Deno.stdin.isTerminal() && !options.yes && !confirm("Remove this?")) return 0;
  await clean(plan, signal);
  console.log("Removed");
  return 0;
});
