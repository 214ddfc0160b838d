/**
 * Golden digests of what each experiment measures on networks that are not trained, in measurements.json beside this
 * program: the SHA-256 of the canonical JSON of metrics and tables. A change of a measure moves one of them.
 *
 *     deno run -R --allow-sys tests/experiments/golden/measurements.ts
 *
 * prints the digests that differ from the file's and changes nothing; with `--accept` and -W it writes the file anew,
 * which only a change that moves numbers on purpose may do (CONTRIBUTING, "Numbers").
 */
import { sha256 } from "../../../src/files/sha256.ts";
import { canonicalJson } from "../../../src/runs/mod.ts";
import { allExperiments, type Rehearsal, rehearse } from "../rehearsal.ts";

const FILE = new URL("measurements.json", import.meta.url);

/** The digest of a measurement. */
export function measurementDigest({ measurement }: Pick<Rehearsal, "measurement">): string {
  return sha256(canonicalJson(measurement));
}

/** The golden digests, by experiment. */
export async function goldenDigests(): Promise<Readonly<Record<string, string>>> {
  return JSON.parse(await Deno.readTextFile(FILE));
}

/** What to do where an experiment measures other bits than its golden ones. */
export function advice(names: readonly string[]): string {
  const files = names.map((name) => `src/experiments/${name}.ts`).join(", ");
  return `other bits than the golden ones: where that is on purpose, raise the version of ${files}, and accept the digests`;
}

/** One line for each experiment whose digest is not the golden one, in the order of the names. */
export function digestDifferences(
  golden: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): readonly string[] {
  const names = [...new Set([...Object.keys(golden), ...Object.keys(found)])].sort();
  return names.filter((name) => golden[name] !== found[name])
    .map((name) => `${name}: golden ${golden[name] ?? "none"}, found ${found[name] ?? "none"}`);
}

if (import.meta.main) {
  const found: Record<string, string> = {};
  for (const experiment of (await allExperiments()).toSorted((a, b) => a.name < b.name ? -1 : 1)) {
    found[experiment.name] = measurementDigest(await rehearse(experiment));
  }
  const golden: Readonly<Record<string, string>> = await goldenDigests().catch((error) => {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  });
  const differences = digestDifferences(golden, found);
  for (const line of differences) console.log(line);
  const moved = Object.keys(golden).filter((name) =>
    found[name] !== undefined && golden[name] !== found[name]
  );
  if (moved.length > 0) console.log(advice(moved));
  if (differences.length === 0) {
    console.log("Every digest is the golden one");
  } else if (Deno.args.includes("--accept")) {
    await Deno.writeTextFile(FILE, JSON.stringify(found, null, 2) + "\n");
  } else {
    Deno.exitCode = 1;
  }
}
