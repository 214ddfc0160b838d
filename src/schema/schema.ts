/**
 * Schemas of plain data: one description of a value serves its validation, its defaults and its documentation. A
 * canonical value lacks the fields that equal their defaults, so a field that is added later with a default changes
 * no value that was written before.
 */

/** A JSON Schema (draft 7), as plain data. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** What a value of type T must be; C is T with the defaults filled in. */
export interface Schema<T, C extends T = T> {
  /**
   * The canonical form of a value: validated, with sorted fields, without those that equal their defaults.
   *
   * @param path where the value lies, such as "recipe.batch"; empty for the whole
   * @throws {InvalidValue} when it is no T
   */
  canonical(value: unknown, path?: string): T;
  /** The value with its defaults, which are filled in at this level only. */
  complete(value: T): C;
  /** The same in the language of JSON Schema. */
  readonly json: JsonSchema;
}

/** What is wrong with a value, and where. */
export class InvalidValue extends Error {
  /** Where it lies: "recipe.batch"; empty for the whole. */
  readonly path: string;
  /** What was found and what was expected: "is 0, expected a whole number of at least 1". */
  readonly problem: string;

  constructor(path: string, problem: string) {
    super(`${path || "it"} ${problem}`);
    this.path = path;
    this.problem = problem;
  }
}

/** The most characters of a text that an error repeats. */
const MOST_SHOWN = 60;

/** A value in the words of an error. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "string") return JSON.stringify(value.slice(0, MOST_SHOWN));
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** @throws {InvalidValue} unless `valid` */
export function demand(valid: boolean, path: string, value: unknown, expected: string): void {
  if (valid) return;
  const found = value === undefined ? "is missing" : `is ${shown(value)}`;
  throw new InvalidValue(path, `${found}, expected ${expected}`);
}

/** A path to a member. */
export function memberPath(path: string, member: string | number): string {
  if (typeof member === "number") return `${path}[${member}]`;
  return path === "" ? member : `${path}.${member}`;
}

/**
 * The canonical form of a value.
 *
 * @param refuse makes the error from what is wrong, such as "recipe.batch is 0, expected …"
 * @throws what `refuse` makes
 */
export function canonical<T>(
  schema: Schema<T>,
  value: unknown,
  refuse: (message: string) => Error,
): T {
  try {
    return schema.canonical(value);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    throw refuse(error.message);
  }
}

/** The schema with a further demand, which no JSON Schema states: `problem` says what is wrong, or null. */
export function refined<T, C extends T>(
  schema: Schema<T, C>,
  problem: (value: T) => string | null,
): Schema<T, C> {
  return {
    ...schema,
    canonical(value, path = "") {
      const found = schema.canonical(value, path);
      const wrong = problem(found);
      if (wrong !== null) throw new InvalidValue(path, wrong);
      return found;
    },
  };
}
