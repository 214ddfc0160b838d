/**
 * Command lines: a table of options per task gives the parser, the help text and the type of what is parsed. Whatever
 * is wrong is a usage error that names the option, what was found, what was expected, and the nearest option where one
 * was mistyped.
 */
import { parseArgs } from "@std/cli";
import { UsageError } from "../../errors.ts";
import { suggestion } from "../../text/nearest.ts";
import type { Parse } from "./values.ts";

/** An option of a task; `T` is the type of its value. */
export interface OptionSpec<T> {
  /** What follows the name in the help, such as "DIR"; null for a switch. */
  readonly value: string | null;
  readonly help: string;
  readonly parse: Parse<T>;
  /** The value where the option is not given. */
  readonly fallback: T;
}

/** Options by name. */
// deno-lint-ignore no-explicit-any -- a table holds options of every type
export type OptionTable = Readonly<Record<string, OptionSpec<any>>>;

/** A task's command line. */
export interface CommandSpec<O extends OptionTable = OptionTable, A extends string = string> {
  readonly task: string;
  readonly summary: string;
  /** Names of what may be given without an option, in order. */
  readonly arguments?: readonly A[];
  /** Whether all of them must be given, for the help; the command itself refuses what is missing. */
  readonly required?: boolean;
  readonly options: O;
  /** Lines below the options. */
  readonly notes?: readonly string[];
}

/** The values of a table's options. */
export type Values<O extends OptionTable> = {
  readonly [K in keyof O]: O[K] extends OptionSpec<infer T> ? T : never;
};

/** What a command line says: every option's value, and the text of every argument or null. */
export type Parsed<O extends OptionTable, A extends string> =
  & Values<O & typeof COMMON>
  & Readonly<Record<A, string | null>>;

/** A switch: true where it is given. */
export function flag(help: string): OptionSpec<boolean> {
  return { value: null, help, parse: () => true, fallback: false };
}

/** An option with a value; `fallback`, or null, where it is not given. */
export function valued<T>(value: string, help: string, parse: Parse<T>): OptionSpec<T | null>;
export function valued<T>(value: string, help: string, parse: Parse<T>, fallback: T): OptionSpec<T>;
export function valued<T>(
  value: string,
  help: string,
  parse: Parse<T>,
  fallback: T | null = null,
): OptionSpec<T | null> {
  return { value, help, parse, fallback };
}

/** A task's command line, with the types of its options and arguments. */
export function command<O extends OptionTable, A extends string = never>(
  spec: CommandSpec<O, A>,
): CommandSpec<O, A> {
  return spec;
}

/** Every task has these. */
const COMMON = { help: flag("show this help") };

/** Refuses a value for a switch, which `parseArgs()` would take in silence. */
function refuseSwitchValues(args: readonly string[], switches: readonly string[]): void {
  args.forEach((argument, i) => {
    const [name, ...value] = argument.split("=");
    if (!switches.includes(name!)) return;
    const next = /^(true|false)$/.exec(args[i + 1] ?? "")?.[0];
    const found = value.length > 0 ? value.join("=") : next;
    if (found !== undefined) throw new UsageError(`${name} takes no value, found "${found}"`);
  });
}

/** The one text of an option that takes a value. */
function onlyText(name: string, value: string | null, found: readonly string[]): string {
  if (found.length > 1) throw new UsageError(`--${name} is given ${found.length} times, expected once`);
  const [text] = found;
  if (text === undefined || text === "" || text.startsWith("--")) {
    throw new UsageError(`--${name} needs a value: --${name} ${value}`);
  }
  return text;
}

/**
 * Parses the arguments of a task.
 *
 * @throws {UsageError} for unknown, repeated, valueless or superfluous arguments, and for what an option cannot be
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { wholeNumber } from "./values.ts";
 * const options = { threads: valued("N", "threads", wholeNumber(1, 64), 1), json: flag("print JSON") };
 * const found = parseOptions({ task: "run", summary: "Runs.", options }, ["--threads", "2"]);
 * assertEquals(found, { threads: 2, json: false, help: false });
 * ```
 */
export function parseOptions<O extends OptionTable, A extends string = never>(
  spec: CommandSpec<O, A>,
  args: readonly string[],
): Parsed<O, A> {
  const options: OptionTable = { ...spec.options, ...COMMON };
  const names = Object.keys(options);
  const texts = names.filter((name) => options[name]!.value !== null);
  const switches = names.filter((name) => !texts.includes(name));
  const flags = names.map((name) => `--${name}`);
  refuseSwitchValues(args, switches.map((name) => `--${name}`));
  const words = spec.arguments ?? [];
  const refuse = (argument: unknown): never => {
    const taken = words.length === 0 ? "options only" : `${words.join(" ").toUpperCase()} only`;
    throw new UsageError(`Unexpected argument "${argument}": ${spec.task} takes ${taken}, see --help`);
  };
  const parsed = parseArgs(args, {
    string: texts,
    collect: texts,
    boolean: switches,
    unknown(argument, key) {
      if (key === undefined) return words.length > 0 || refuse(argument);
      const name = argument.split("=")[0]!;
      throw new UsageError(`Unknown option ${name}${suggestion(name, flags)}: see --help`);
    },
  });
  if (parsed._.length > words.length) refuse(parsed._[words.length]); // also what follows "--"
  const found: Record<string, unknown> = Object.fromEntries(
    words.map((word, i) => [word, i < parsed._.length ? String(parsed._[i]) : null]),
  );
  for (const name of names) {
    const { value, parse, fallback } = options[name]!;
    const given = parsed[name];
    if (value === null) found[name] = given === true;
    else if (!Array.isArray(given) || given.length === 0) found[name] = fallback;
    else found[name] = parse(onlyText(name, value, given.map(String)), name);
  }
  return found as Parsed<O, A>;
}

/** The help text of a task. */
export function helpText(spec: CommandSpec): string {
  const { task, summary, options, arguments: words = [], required = false, notes = [] } = spec;
  const rows = Object.entries({ ...options, ...COMMON }).map(([name, { value, help }]) =>
    [value === null ? `--${name}` : `--${name} ${value}`, help] as const
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`);
  return [
    [
      "deno task",
      task,
      ...words.map((word) => required ? word.toUpperCase() : `[${word.toUpperCase()}]`),
      "[options]",
    ].join(" "),
    "",
    summary,
    "",
    "Options:",
    ...lines,
    ...(notes.length ? ["", ...notes] : []),
  ].join("\n");
}
