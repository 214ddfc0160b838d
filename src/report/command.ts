/** The commands that make a report, or one of its claims, again: for a shell, with every choice that was made. */
import type { ReportData } from "./data.ts";

/** What a report says of the command that made it. */
export type Invoked = Pick<ReportData, "profile" | "dataset" | "invocation">;

/** How a reader without Deno starts a task; the version is that of CI. */
const DENO = "npx --yes deno@2.9.6";

/**
 * The command that makes a report again.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const invocation = { claims: ["Q2", "s5"], seeds: [0, 1, 2] };
 * assertEquals(
 *   reproduceCommand({ profile: "quick", dataset: "idx:my data", invocation }),
 *   "deno task reproduce --profile quick --claims Q2,s5 --dataset 'idx:my data' --seeds 3",
 * );
 * ```
 */
export function reproduceCommand({ profile, dataset, invocation: { claims, seeds } }: Invoked): string {
  const options = [
    ["profile", profile],
    ["claims", claims.length === 0 ? null : claims.join(",")],
    ["dataset", dataset === "mnist" ? null : dataset],
    ["seeds", seeds === null ? null : seedsWord(seeds)],
  ] as const;
  const words = options.flatMap(([name, value]) => value === null ? [] : [`--${name}`, quoted(value)]);
  return ["deno task reproduce", ...words].join(" ");
}

/** The command that makes one claim of a report again, on a machine that has only Node's `npx`. */
export function claimCommand(report: Invoked, id: string): string {
  const one = { ...report, invocation: { ...report.invocation, claims: [id] } };
  return reproduceCommand(one).replace(/^deno/, DENO);
}

/** What `--seeds` takes: "3" is the first three, "3," the seed 3 alone. */
function seedsWord(seeds: readonly number[]): string {
  if (seeds.every((seed, k) => seed === k)) return String(seeds.length);
  return seeds.length === 1 ? `${seeds[0]},` : seeds.join(",");
}

/** A word of a POSIX shell. */
function quoted(word: string): string {
  return /^[\w:.,/@%+=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
