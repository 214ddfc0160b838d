/** The types of rows, and the checked way from what a store holds to rows. */
import type { Column } from "./column.ts";
import { TABLES } from "./tables.ts";

/** The name of a table, which is that of its figure. */
export type TableName = keyof typeof TABLES;

type RowOf<C> = { readonly [K in keyof C]: C[K] extends Column<infer T> ? T : never };

/** A row as a figure reads it. */
export type TableRow<N extends TableName> = RowOf<(typeof TABLES)[N]>;

/** A row as an experiment writes it. */
export type MeasuredRow<N extends TableName> = Omit<TableRow<N>, "seed">;

/** The tables of a measurement, those that it has. */
export type MeasuredTables = { readonly [N in TableName]?: readonly MeasuredRow<N>[] };

/** The tables of a measurement that makes pictures: they come from the first seed alone. */
export function ofFirstSeed(seed: number, tables: () => MeasuredTables): MeasuredTables {
  return seed === 0 ? tables() : {};
}

/** The columns of a table, in the order of its CSV file. */
export function columnsOf(name: TableName): readonly string[] {
  return Object.keys(TABLES[name]);
}

/**
 * The rows of a table with its columns alone, each cell checked.
 *
 * @throws {TypeError} a cell is missing or not what its column holds
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * const row = { epoch: 1, seed: 0, cost: 2.3 };
 * assertEquals(readTable("deep_rbf_costs", [{ ...row, other: 1 }]), [row]);
 * assertThrows(() => readTable("deep_rbf_costs", [{ epoch: 1, seed: 0 }]), TypeError, "cost is undefined");
 * ```
 */
export function readTable<N extends TableName>(
  name: N,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly TableRow<N>[] {
  const columns: readonly (readonly [string, Column<unknown>])[] = Object.entries(TABLES[name]);
  return rows.map((row, k) => {
    for (const [column, { expected, holds }] of columns) {
      if (!holds(row[column])) {
        throw new TypeError(
          `Cannot read the table ${name}: row ${k + 1}: ${column} is ${
            shown(row[column])
          }, expected ${expected}`,
        );
      }
    }
    return Object.fromEntries(columns.map(([column]) => [column, row[column]])) as TableRow<N>;
  });
}

/** A value as a message names it; of a list, what is wrong in it. */
function shown(value: unknown): string {
  if (!Array.isArray(value)) return typeof value === "string" ? `"${value}"` : String(value);
  const wrong = value.findIndex((entry) => typeof entry !== "number" || !Number.isFinite(entry));
  return `a list with ${String(value[wrong])} at ${wrong}`;
}
