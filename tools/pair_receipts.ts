/**
 * Pairs the runs of a receipt of version 1 with those of a receipt of today by their translated specifications, and
 * demands that they found the same: every digest of parameters, every cost and every metric of before. Metrics and rows
 * may be added. Hash chains begin with the key, so they have other links; their lengths must agree.
 *
 * `deno run --allow-read tools/pair_receipts.ts [--some] OLD NEW` ends with 1 where something differs or has no partner;
 * with `--some`, NEW may be about a part of the runs of OLD.
 */
import { parseArgs } from "@std/cli";
import type { DatasetKind } from "../src/datasets/mod.ts";
import {
  canonicalJson,
  firstDifference,
  parseReceipt,
  type Receipt,
  type ReceiptRun,
} from "../src/runs/mod.ts";
import { translateSpec } from "./translate_specs.ts";

/** A run of version 1, whose specification has the form of then. */
export type OldRun = Omit<ReceiptRun, "spec" | "code" | "sanitySha256"> & { readonly spec: unknown };

/** What came of pairing. */
export interface Pairing {
  /** How many runs of the old receipt there are, and how many have a run of the same specification in the new one. */
  readonly runs: number;
  readonly paired: number;
  /** Runs of the new receipt that the old one lacks. */
  readonly added: number;
  /** Pairs of measurements whose figures' rows are not the same bytes. */
  readonly otherRows: number;
  /** What pairs have found differently. */
  readonly differences: readonly string[];
  /** Runs of the old receipt without a partner. */
  readonly unmatched: readonly string[];
}

function differencesOf(old: OldRun, now: ReceiptRun): string[] {
  const differences: string[] = [];
  const demand = (what: string, then: unknown, found: unknown) => {
    const difference = then === undefined && found === undefined ? null : firstDifference(then, found);
    if (difference === null) return;
    const [a, b] = difference.values.map((value) => JSON.stringify(value) ?? "nothing");
    differences.push(`${what}${difference.path && `.${difference.path}`} was ${a}, is ${b}`);
  };
  demand("parametersSha256", old.parametersSha256, now.parametersSha256);
  demand("the number of epochs", old.chain?.length, now.chain?.length);
  if (old.chain !== null) {
    demand("metrics", old.metrics, now.metrics);
    demand("metricsSha256", old.metricsSha256, now.metricsSha256);
    return differences;
  }
  const found = now.metrics as Readonly<Record<string, unknown>>;
  for (const [name, metric] of Object.entries(old.metrics)) demand(name, metric, found[name]);
  return differences;
}

/** Pairs runs on a data set, parents before those that need them. */
export function pairRuns(
  old: readonly OldRun[],
  now: readonly ReceiptRun[],
  dataset: DatasetKind,
): Pairing {
  const bySpec = new Map(now.map((run) => [canonicalJson(run.spec), run]));
  const keys = new Map<string, string>();
  const differences: string[] = [];
  const unmatched: string[] = [];
  let otherRows = 0;
  for (const run of old) {
    const name = `${run.label}, seed ${run.seed}`;
    let partner: ReceiptRun | undefined;
    try {
      partner = bySpec.get(canonicalJson(translateSpec(run.spec, dataset, keys)));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      unmatched.push(`${name}: ${error.message}`);
      continue;
    }
    if (partner === undefined) {
      unmatched.push(`${name}: unmatched`);
      continue;
    }
    keys.set(run.key, partner.key);
    if (run.chain === null && run.metricsSha256 !== partner.metricsSha256) otherRows++;
    differences.push(...differencesOf(run, partner).map((text) => `${name}: ${text}`));
  }
  return {
    ...{ runs: old.length, paired: keys.size, added: now.length - new Set(keys.values()).size },
    ...{ otherRows, differences, unmatched },
  };
}

/** What came of it, in words. */
export function pairingText({ runs, paired, added, otherRows, differences, unmatched }: Pairing): string {
  return [
    ...differences,
    `${paired} of ${runs} paired, ${unmatched.length || "none"} unmatched, ${added} added; ` +
    `${differences.length === 0 ? "nothing" : differences.length} different, ` +
    `other rows in ${otherRows === 0 ? "no" : otherRows} measurements`,
  ].join("\n");
}

function readOld(text: string, path: string): { runs: readonly OldRun[]; data: unknown } {
  const { schema, runs, data } = JSON.parse(text);
  if (schema !== 1) {
    throw new RangeError(`Cannot pair ${path}: it has schema ${schema}, expected a receipt of 1`);
  }
  return { runs, data };
}

if (import.meta.main) {
  const { some, _: paths } = parseArgs(Deno.args, { boolean: ["some"] });
  const [oldPath, newPath] = paths.map(String);
  if (oldPath === undefined || newPath === undefined) throw new RangeError("expected the paths OLD and NEW");
  const old = readOld(await Deno.readTextFile(oldPath), oldPath);
  const now: Receipt = parseReceipt(await Deno.readFile(newPath), newPath);
  if (canonicalJson(old.data) !== canonicalJson(now.data)) {
    throw new RangeError(`Cannot pair ${oldPath} with ${newPath}: they are of other data`);
  }
  const pairing = pairRuns(old.runs, now.runs, now.dataset);
  const { differences, unmatched, paired, added } = pairing;
  if (!some) unmatched.forEach((text) => console.log(text));
  console.log(pairingText(pairing));
  const complete = some ? paired > 0 && added === 0 : unmatched.length === 0;
  Deno.exit(differences.length === 0 && complete ? 0 : 1);
}
