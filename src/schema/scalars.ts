/** Schemas of numbers, texts and choices. */
import { demand, type JsonSchema, type Schema } from "./schema.ts";

function scalar<T>(json: JsonSchema, expected: string, valid: (value: unknown) => boolean): Schema<T> {
  return {
    canonical(value, path = "") {
      demand(valid(value), path, value, expected);
      // -0 and 0 are one number in JSON
      return (value === 0 ? 0 : value) as T;
    },
    complete: (value) => value,
    json,
  };
}

/** Bounds of a number: `least` and `most` belong to the range, `above` and `below` do not. */
export interface Range {
  readonly least?: number;
  readonly most?: number;
  readonly above?: number;
  readonly below?: number;
}

function rangeText({ least, most, above, below }: Range): string {
  const lower = least !== undefined ? `from ${least}` : above !== undefined ? `above ${above}` : "";
  const upper = most !== undefined ? `to ${most}` : below !== undefined ? `to below ${below}` : "";
  if (lower && upper) return `a number ${lower}${above !== undefined ? "," : ""} ${upper}`;
  if (least !== undefined) return `a finite number of at least ${least}`;
  return ["a finite number", lower || upper].filter(Boolean).join(" ");
}

/**
 * A finite number in a range.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * const share = number({ least: 0, below: 1 });
 * assertThrows(() => share.canonical(1, "beta1"), Error, "beta1 is 1, expected a number from 0 to below 1");
 * ```
 */
export function number(range: Range = {}): Schema<number> {
  const { least, most, above, below } = range;
  const json = {
    type: "number",
    ...(least === undefined ? {} : { minimum: least }),
    ...(most === undefined ? {} : { maximum: most }),
    ...(above === undefined ? {} : { exclusiveMinimum: above }),
    ...(below === undefined ? {} : { exclusiveMaximum: below }),
  };
  return scalar(json, rangeText(range), (value) =>
    typeof value === "number" && Number.isFinite(value) &&
    value >= (least ?? -Infinity) && value <= (most ?? Infinity) &&
    value > (above ?? -Infinity) && value < (below ?? Infinity));
}

/** A whole number from `least` to `most`. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): Schema<number> {
  const expected = most === Number.MAX_SAFE_INTEGER
    ? `a whole number of at least ${least}`
    : `a whole number from ${least} to ${most}`;
  return scalar(
    { type: "integer", minimum: least, maximum: most },
    expected,
    (value) => Number.isSafeInteger(value) && value as number >= least && value as number <= most,
  );
}

/** One of some texts. */
export function choice<T extends string>(...values: readonly T[]): Schema<T> {
  const expected = values.map((value) => JSON.stringify(value)).join(" or ");
  return scalar({ enum: values }, expected, (value) => values.includes(value as T));
}

/** true or false. */
export const flag: Schema<boolean> = scalar(
  { type: "boolean" },
  "true or false",
  (value) => typeof value === "boolean",
);

/** A text that `pattern` matches; `expected` says so in words. */
export function text(pattern: RegExp, expected: string): Schema<string> {
  return scalar(
    { type: "string", pattern: pattern.source },
    expected,
    (value) => typeof value === "string" && pattern.test(value),
  );
}
