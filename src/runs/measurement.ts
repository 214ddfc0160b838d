/** What a measurement gave: `metrics.json` of its entry, and `sanity.json` beside it. */
import type { MeasuredTables } from "../tables/mod.ts";
import type { Json } from "./canonical_json.ts";

/** A measured number. */
export interface Metric {
  /** In the unit of the claims that use it. */
  readonly value: number;
  /** Images behind a share. */
  readonly trials?: number;
  /** For orderings: images that the favoured side alone gets right, and those that the other alone does. */
  readonly discordant?: readonly [number, number];
}

/** One check of one attack on one model. */
export type SanityCheck = {
  readonly model: string;
  readonly attack: string;
  readonly check: string;
  readonly holds: boolean;
  /** What was found, in the unit that `check` names; null where these images give no number. */
  readonly value: number | null;
};

/** What one seed gave. */
export interface Measurement {
  readonly metrics: Readonly<Record<string, Metric>>;
  /** Rows for figures, without the seed. */
  readonly tables: MeasuredTables;
  /** Metrics that these images do not give, each with the reason; absent where there is none. */
  readonly missing?: Readonly<Record<string, string>>;
}

const finite = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(finite);
  return typeof value === "number" && !Number.isFinite(value) ? null : value;
};

const finiteRow = (row: Readonly<Record<string, Json>>) =>
  Object.fromEntries(Object.entries(row).map(([field, cell]) => [field, finite(cell)]));

/**
 * The measurement without what is not a number: such metrics are left out with the reason, such cells are empty. A
 * test set of one pixel or one class has no correlation, no median distance, no error of the other class.
 */
export function withoutNonNumbers({ metrics, tables, missing = {} }: Measurement): Measurement {
  const [given, refused] = [Object.entries(metrics), { ...missing }];
  for (const [name, { value }] of given) {
    if (!Number.isFinite(value)) refused[name] = `${name} is ${value} on these images`;
  }
  return {
    metrics: Object.fromEntries(given.filter(([name]) => !(name in refused))),
    tables: Object.fromEntries(
      Object.entries(tables).map(([name, rows]) => [name, rows.map(finiteRow)]),
    ) as MeasuredTables,
    ...(Object.keys(refused).length === 0 ? {} : { missing: refused }),
  };
}
