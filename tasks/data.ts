/** `deno task data`: makes sure that a data set is on disk and right. Idempotent. */
import { main } from "../src/cli/main.ts";
import { DATA, dataOptions } from "../src/cli/options/data_options.ts";
import { environment } from "../src/cli/environment.ts";
import { provideData } from "../src/stages/data/launch.ts";
import { printError } from "../src/cli/stderr.ts";
import { print } from "../src/cli/stdout.ts";

await main(DATA, async (flags, signal) => {
  for (const options of dataOptions(flags, environment(), signal)) {
    const files = await provideData(options, {
      downloading: (file, received, total) => {
        if (received === total) printError(`downloaded ${file} (${total} bytes)`);
      },
    });
    for (const notice of files.notices) printError(`note: ${notice}`);
    print(
      `${files.name}: ${files.shape.train} + ${files.shape.test} images in ${files.folder} (${files.origin})`,
    );
    for (const [role, digest] of Object.entries(files.digests)) {
      print(`  ${role.padEnd(12)}  ${digest}`);
    }
  }
  return 0;
});
