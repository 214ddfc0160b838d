/** `deno task costs`: brings `data/costs.csv` up to date with the times that a store's runs took on this machine. */
import { stringify } from "@std/csv";
import { ENGINE } from "../src/backend/identity.ts";
import { main } from "../src/cli/main.ts";
import { readManifest } from "../src/datasets/mod.ts";
import { UsageError } from "../src/errors.ts";
import { rootPath } from "../src/project/root.ts";
import { readCosts } from "../src/project/tables.ts";
import { recordedCosts } from "../src/planning/recorded_costs.ts";

const COSTS = {
  task: "costs",
  summary:
    "Brings data/costs.csv, from which times are estimated, up to date with the times recorded in a store.",
  options: { store: { value: "DIR", help: "a store of runs on MNIST (default: data/store)" } },
};

await main(COSTS, async ({ store = "data/store" }) => {
  const { files } = await readManifest(rootPath("data/mnist.json"));
  const data = Object.fromEntries(Object.entries(files).map(([role, { sha256 }]) => [role, sha256]));
  const recorded = await recordedCosts(String(store), { data, engine: ENGINE });
  if (recorded.size === 0) {
    throw new UsageError(`Cannot write costs: ${store} has no run of this version on MNIST and one thread`);
  }
  const file = rootPath("data/costs.csv");
  const costs = new Map([...await readCosts(), ...recorded]);
  const rows = [...costs].sort().map(([id, seconds]) => [id, String(Number(seconds.toPrecision(2)))]);
  await Deno.writeTextFile(
    file,
    stringify([["id", "seconds"], ...rows]).replaceAll("\r\n", "\n"),
  );
  console.log(`${recorded.size} of ${costs.size} costs in data/costs.csv are those of ${store} now`);
  return 0;
});
