/** `deno task costs`: brings `data/costs.csv` up to date with the times that a store's runs took on this machine. */
import { resolve } from "node:path";
import { stringify } from "@std/csv";
import { environment } from "../src/cli/environment.ts";
import { main } from "../src/cli/main.ts";
import { command, valued } from "../src/cli/options/options.ts";
import { print } from "../src/cli/stdout.ts";
import { text } from "../src/cli/options/values.ts";
import { readManifest } from "../src/datasets/mod.ts";
import { UsageError } from "../src/errors.ts";
import { recordedCosts } from "../src/planning/recorded_costs.ts";
import { keyContext, PROGRAM } from "../src/project/program.ts";
import { rootPath } from "../src/project/root.ts";
import { readCosts } from "../src/project/tables.ts";

const COSTS = command({
  task: "costs",
  summary: "Updates data/costs.csv, from which times are estimated, with the times recorded in a store.",
  options: { store: valued("DIR", "a store of runs on MNIST (default: data/store)", text) },
});

await main(COSTS, async (flags) => {
  const store = resolve(environment().folder, flags.store ?? rootPath("data/store"));
  const { files } = await readManifest(rootPath("data/mnist.json"));
  const data = Object.fromEntries(Object.entries(files).map(([role, { sha256 }]) => [role, sha256]));
  const recorded = await recordedCosts(store, keyContext(PROGRAM, data));
  if (recorded.size === 0) {
    throw new UsageError(`Cannot write costs: ${store} has no run of this version on MNIST and one thread`);
  }
  const costs = new Map([...await readCosts(), ...recorded]);
  const rows = [...costs].sort().map(([id, seconds]) => [id, String(Number(seconds.toPrecision(2)))]);
  await Deno.writeTextFile(
    rootPath("data/costs.csv"),
    stringify([["id", "seconds"], ...rows]).replaceAll("\r\n", "\n"),
  );
  print(`Took ${recorded.size} of the ${costs.size} costs in data/costs.csv from ${store}`);
  return 0;
});
