/** What a column of a table may hold: the type of its cells and the test of a value that comes from the store. */

/** The type of a column. */
export interface Column<T> {
  /** "a finite number", for messages. */
  readonly expected: string;
  readonly holds: (value: unknown) => value is T;
}

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);

/** A finite number. */
export const number: Column<number> = { expected: "a finite number", holds: isNumber };

/** A finite number, or null where there is nothing to measure. */
export const optionalNumber: Column<number | null> = {
  expected: "a finite number or null",
  holds: (value): value is number | null => value === null || isNumber(value),
};

/** A text. */
export const text: Column<string> = {
  expected: "a text",
  holds: (value): value is string => typeof value === "string",
};

/** A list of finite numbers: the pixels of an image row by row, the logits of the classes. */
export const numbers: Column<readonly number[]> = {
  expected: "a list of finite numbers",
  holds: (value): value is readonly number[] => Array.isArray(value) && value.every(isNumber),
};
