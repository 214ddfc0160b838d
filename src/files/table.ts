/**
 * The tables of `data/` (claims, choices, errata) as checked rows. A table is a CSV file with a header of known
 * columns in any order and a unique `id` in each row; whatever is wrong with it is a `DataError` that names the
 * file, the row's id, the column, what was found and what was expected.
 */
import { parse } from "@std/csv";
import { DataError } from "../errors.ts";

/** One row of a table: its cells by column, and where it came from, for error messages. */
export interface TableRow {
  readonly file: string;
  readonly id: string;
  readonly cells: Readonly<Record<string, string>>;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(", ");
}

/** The cells of a CSV text, each line as long as the header. */
function parseLines(text: string, file: string): string[][] {
  let lines: string[][];
  try {
    lines = parse(text);
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    throw new DataError(`Cannot read ${file}: found malformed CSV, ${cause}, expected RFC 4180`);
  }
  const width = lines[0]?.length ?? 0;
  lines.forEach((line, i) => {
    if (line.length !== width) {
      throw new DataError(
        `Cannot read ${file}: row ${line[0] ?? ""} (record ${i + 1}): ` +
          `found ${line.length} cells, expected ${width}`,
      );
    }
  });
  return lines;
}

function checkHeader(header: readonly string[], file: string, columns: readonly string[]): void {
  const unknown = header.filter((name) => !columns.includes(name));
  const missing = columns.filter((name) => !header.includes(name));
  if (unknown.length > 0 || missing.length > 0 || header.length !== columns.length) {
    throw new DataError(
      `Cannot read ${file}: header: found ${quoted(unknown) || "no"} unknown and ` +
        `${quoted(missing) || "no"} missing columns, expected each of ${quoted(columns)} once`,
    );
  }
}

/**
 * The rows of a CSV text whose header holds exactly `columns` (one of them `id`).
 *
 * @param text the content of the file
 * @param file its name, for error messages
 * @throws {DataError} malformed CSV, an unknown or missing column, a row of another length, an empty or repeated id
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const [row] = parseTable("id,unit\nQ2a,%\n", "claims.csv", ["id", "unit"]);
 * assertEquals(row?.cells["unit"], "%");
 * ```
 */
export function parseTable(text: string, file: string, columns: readonly string[]): readonly TableRow[] {
  const [header = [], ...lines] = parseLines(text, file);
  checkHeader(header, file, columns);
  const seen = new Set<string>();
  return lines.map((line) => {
    const cells = Object.fromEntries(header.map((name, i) => [name, line[i]!]));
    const row = Object.freeze({ file, id: cells["id"]!, cells: Object.freeze(cells) });
    if (row.id === "") refuse(row, "id", "a name");
    if (seen.has(row.id)) refuse(row, "id", "an id that no other row has");
    seen.add(row.id);
    return row;
  });
}

/** Throws the `DataError` for a cell that is not as `expected` says. */
export function refuse(row: TableRow, column: string, expected: string): never {
  throw new DataError(
    `Cannot read ${row.file}: row ${row.id}, column ${column}: ` +
      `found "${row.cells[column] ?? ""}", expected ${expected}`,
  );
}

/** A cell's text, or `null` when it is empty. */
export function optionalText(row: TableRow, column: string): string | null {
  const cell = row.cells[column]!;
  if (cell !== cell.trim()) refuse(row, column, "no white space around the text");
  return cell === "" ? null : cell;
}

/** A cell's text; an empty cell is refused. */
export function requiredText(row: TableRow, column: string): string {
  return optionalText(row, column) ?? refuse(row, column, "a text");
}

/** A cell's finite decimal number, or `null` when it is empty. */
export function optionalNumber(row: TableRow, column: string): number | null {
  const cell = optionalText(row, column);
  if (cell === null) return null;
  if (!/^-?\d+(\.\d+)?$/.test(cell)) refuse(row, column, "a decimal number or nothing");
  return Number(cell);
}

/** A cell that holds one of `options`. */
export function oneOf<T extends string>(row: TableRow, column: string, options: readonly T[]): T {
  const cell = row.cells[column]!;
  return options.find((option) => option === cell) ?? refuse(row, column, `one of ${quoted(options)}`);
}

/** A cell that holds `yes` or `no`. */
export function yesOrNo(row: TableRow, column: string): boolean {
  return oneOf(row, column, ["yes", "no"]) === "yes";
}
