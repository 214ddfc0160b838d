/** How the texts of options become values. Each parser names the option, what was found and what was expected. */
import { UsageError } from "../../errors.ts";
import { type DatasetWord, parseDataset } from "../../datasets/mod.ts";
import { suggestion } from "../../text/nearest.ts";

/** Turns the text of the option `name` into its value, or throws a `UsageError`. */
export type Parse<T> = (text: string, name: string) => T;

/** The text itself. */
export const text: Parse<string> = (found) => found;

/** `mnist`, `glyphs` or `idx:DIR`. */
export const dataset: Parse<DatasetWord> = (found) => parseDataset(found);

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most: number): Parse<number> {
  return (found, name) => {
    const value = Number(found);
    if (!/^\d+$/.test(found) || value < least || value > most) {
      throw new UsageError(`--${name} is "${found}", expected a whole number from ${least} to ${most}`);
    }
    return value;
  };
}

/** One of several words. */
export function oneOf<T extends string>(words: readonly T[]): Parse<T> {
  return (found, name) => {
    const word = words.find((each) => each === found);
    if (word !== undefined) return word;
    throw new UsageError(
      `--${name} is "${found}", expected ${words.join(", ")}${suggestion(found, words)}`,
    );
  };
}

/** Values that are divided by commas. */
export function list<T>(parse: Parse<T>): Parse<readonly T[]> {
  return (found, name) => found.split(",").map((word) => parse(word.trim(), name));
}

/** A duration such as "90s", "10m" or "2h", in milliseconds. */
export const duration: Parse<number> = (found, name) => {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(found);
  if (match === null || Number(match[1]) === 0) {
    throw new UsageError(`--${name} is "${found}", expected a duration such as 90s, 10m or 2h`);
  }
  return Number(match[1]) * { s: 1000, m: 60_000, h: 3_600_000 }[match[2] as "s" | "m" | "h"];
};

/** Seeds: "3" is the first three, "3,7" these two, and "3," the seed 3 alone. */
export const seeds: Parse<readonly number[]> = (found, name) => {
  const words = found.split(",");
  if (words.length === 1 && /^\d+$/.test(found)) {
    return Array.from({ length: wholeNumber(1, 10_000)(found, name) }, (_, seed) => seed);
  }
  if (words.length > 1 && words.at(-1) === "") words.pop();
  const values = words.map((word) => wholeNumber(0, 2 ** 31)(word, name));
  if (new Set(values).size !== values.length) {
    throw new UsageError(`--${name} is "${found}", expected each seed once`);
  }
  return values;
};
