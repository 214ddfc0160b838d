/** Reading the rows of figure data, which come from the store and are believed only field by field. */
import { withoutControls } from "../formats/escape.ts";
import type { Table } from "./figure.ts";

/** A row of figure data. */
export type Row = Readonly<Record<string, unknown>>;

/** A finite number of a row. */
export function numberOf(row: Row, field: string): number {
  const value = row[field];
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new TypeError(`Cannot draw the figure: ${field} is ${String(value)}, expected a finite number`);
  }
  return value;
}

/** A finite number of a row, or null where the row has none. */
export function optionalNumberOf(row: Row, field: string): number | null {
  return row[field] === null || row[field] === undefined ? null : numberOf(row, field);
}

/** A text of a row, without the control characters that XML cannot hold. */
export function textOf(row: Row, field: string): string {
  const value = row[field];
  if (typeof value !== "string") {
    throw new TypeError(`Cannot draw the figure: ${field} is ${String(value)}, expected a text`);
  }
  return withoutControls(value);
}

/** The numbers of an image of a row. */
export function pixelsOf(row: Row): readonly number[] {
  const values = row["pixels"];
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) {
    throw new TypeError(`Cannot draw the figure: pixels is ${String(values)}, expected an array of numbers`);
  }
  const pixels = Array.from(values as ArrayLike<unknown>);
  const wrong = pixels.findIndex((value) => typeof value !== "number" || !Number.isFinite(value));
  if (wrong >= 0) {
    throw new TypeError(
      `Cannot draw the figure: pixel ${wrong} is ${String(pixels[wrong])}, expected a finite number`,
    );
  }
  return pixels as number[];
}

/** The rows as they came, for the CSV beside a figure; a list of numbers becomes one cell. */
export function csvOf(rows: readonly Row[], columns: readonly string[]): Table {
  return {
    columns,
    rows: rows.map((row) =>
      columns.map((name) => {
        const value = row[name];
        if (Array.isArray(value)) return value.join(" ");
        return typeof value === "number" || typeof value === "string" ? value : null;
      })
    ),
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
