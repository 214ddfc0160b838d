/** Rows of figure data: as the tables describe them, printable, and as the CSV beside a figure. */
import { withoutControls } from "../formats/escape.ts";
import type { Table } from "./figure.ts";
import { columnsOf, readTable, type TableName, type TableRow } from "../../tables/mod.ts";

/** The rows of a table, checked, without the control characters that XML cannot hold. */
export function tableRows<N extends TableName>(
  name: N,
  rows: readonly Readonly<Record<string, unknown>>[],
): readonly TableRow<N>[] {
  return readTable(name, rows.map((row) => mapped(row, printable)));
}

const printable = (value: unknown) => typeof value === "string" ? withoutControls(value) : value;

function mapped(row: Readonly<Record<string, unknown>>, change: (value: unknown) => unknown) {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, change(value)]));
}

/** The rows of a table for the CSV beside a figure, in the order of its columns; a list of numbers becomes one cell. */
export function csvOf<N extends TableName>(name: N, rows: readonly TableRow<N>[]): Table {
  const columns = columnsOf(name);
  return {
    columns,
    rows: rows.map((row) => {
      const cells = new Map<string, unknown>(Object.entries(row));
      return columns.map((column) => {
        const cell = cells.get(column);
        if (Array.isArray(cell)) return cell.join(" ");
        return typeof cell === "number" || typeof cell === "string" ? cell : null;
      });
    }),
  };
}

/** Every k-th of the items, so that about `most` remain: as many as a line on a page can show. */
export function thinned<T>(items: readonly T[], most: number): readonly T[] {
  const step = Math.max(1, Math.ceil((items.length - 1) / most));
  return items.filter((_, k) => k % step === 0 || k === items.length - 1);
}

/** Distinct values in order of first appearance. */
export function distinct<T>(values: Iterable<T>): readonly T[] {
  return [...new Set(values)];
}
