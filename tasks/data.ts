/** `deno task data`: makes sure that a data set is on disk and right. Idempotent. */
import { main } from "../src/cli/main.ts";
import { DATA, dataOptions } from "../src/cli/data_options.ts";
import { environment } from "../src/cli/reproduce_options.ts";
import { provideData } from "../src/stages/data/launch.ts";

await main(DATA, async (flags, signal) => {
  for (const options of dataOptions(flags, environment(), signal)) {
    const { files, shape } = await provideData(options, {
      downloading: (file, received, total) => {
        if (received === total) console.error(`downloaded ${file} (${total} bytes)`);
      },
    });
    for (const notice of files.notices) console.error(`note: ${notice}`);
    console.log(`${files.name}: ${shape.train} + ${shape.test} images in ${files.folder} (${files.source})`);
    for (const [role, digest] of Object.entries(files.digests)) {
      console.log(`  ${role.padEnd(12)}  ${digest}`);
    }
  }
  return 0;
});
