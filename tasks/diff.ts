/** `deno task diff A B`: walks the hash chains of two stores or receipts to the first difference. */
import { DIFF, diffOptions } from "../src/cli/options/diff_options.ts";
import { diffText } from "../src/cli/diff_text.ts";
import { main } from "../src/cli/main.ts";
import { environment } from "../src/cli/environment.ts";
import { diff } from "../src/commands/diff.ts";
import { print } from "../src/cli/stdout.ts";

await main(DIFF, async (flags) => {
  const found = await diff(...diffOptions(flags, environment()));
  print(diffText(found));
  return found.differences.length > 0 ? 5 : 0;
});
