/** Rows of several seeds as one point each: the mean, and the range from the lowest seed to the highest. */
import { count, mean } from "../format.ts";
import { distinct } from "./rows.ts";

/** A value over seeds. */
export interface Summary {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Rows that agree in what `key` says, in order of first appearance. */
export function grouped<R>(rows: readonly R[], key: (row: R) => string): readonly (readonly R[])[] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const name = key(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups.values()];
}

/** Mean and range of a field over the rows of a group. */
export function overSeeds<F extends string>(
  rows: readonly Readonly<Record<F, number>>[],
  field: F,
): Summary {
  const values = rows.map((row) => row[field]);
  return { mean: mean(values), low: Math.min(...values), high: Math.max(...values) };
}

/** How many seeds rows come from: "3 seeds". */
export function seedsText(rows: readonly { readonly seed: number }[]): string {
  return count(distinct(rows.map((row) => row.seed)).length, "seed");
}
