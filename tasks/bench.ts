/** `deno task bench`: the speed of the kernels and of training steps beside unmodified tfjs, as ratios. */
import { benchTable } from "../src/backend/bench/bench_table.ts";
import { BENCH, benchOptions } from "../src/cli/options/bench_options.ts";
import { environment } from "../src/cli/environment.ts";
import { main } from "../src/cli/main.ts";
import { printError } from "../src/cli/stderr.ts";
import { print } from "../src/cli/stdout.ts";
import { refuseUnusable } from "../src/commands/refuse_unusable.ts";
import { measureSpeed } from "../src/stages/bench/launch.ts";

await main(BENCH, async (flags, signal) => {
  const { json, ...request } = benchOptions(flags, environment());
  await refuseUnusable("--out", request.out);
  const result = await measureSpeed(request, signal, (line) => printError(`measured: ${line}`));
  print(json ? JSON.stringify(result) : `${benchTable(result)}\n\nPicture: ${request.out}/bench.svg`);
  return 0;
});
