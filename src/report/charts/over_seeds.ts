/** Rows of several seeds as one point each: the mean, and the range from the lowest seed to the highest. */
import { mean } from "../format.ts";
import { numberOf, type Row } from "./rows.ts";

/** A value over seeds. */
export interface Summary {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Rows that agree in what `key` says, in order of first appearance. */
export function grouped(rows: readonly Row[], key: (row: Row) => string): readonly (readonly Row[])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = key(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups.values()];
}

/** Mean and range of a field over the rows of a group. */
export function overSeeds(rows: readonly Row[], field: string): Summary {
  const values = rows.map((row) => numberOf(row, field));
  return { mean: mean(values), low: Math.min(...values), high: Math.max(...values) };
}
