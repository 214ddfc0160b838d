/** `deno task costs STORE`: writes `data/costs.csv` from the times that a store's runs took on this machine. */
import { stringify } from "@std/csv";
import { main } from "../src/cli/main.ts";
import { UsageError } from "../src/errors.ts";
import { recordedCosts } from "../src/stages/recorded_costs.ts";

const COSTS = {
  task: "costs",
  summary: "Writes data/costs.csv, from which times are estimated, out of the times recorded in a store.",
  options: { store: { value: "DIR", help: "a store of runs on MNIST (default: data/store)" } },
};

await main(COSTS, async ({ store = "data/store" }) => {
  const costs = await recordedCosts(String(store));
  if (costs.size === 0) throw new UsageError(`Cannot write costs: ${store} has no run on one thread`);
  const rows = [...costs].map(([id, seconds]) => [id, seconds.toPrecision(3)]);
  await Deno.writeTextFile(
    new URL("../data/costs.csv", import.meta.url),
    stringify([["id", "seconds"], ...rows]).replaceAll("\r\n", "\n"),
  );
  console.log(`${costs.size} costs written to data/costs.csv`);
  return 0;
});
