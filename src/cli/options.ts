/**
 * Command lines: a table of options per task gives the parser and the help text. Whatever is wrong is a usage error
 * that names the option, what was found, what was expected, and the nearest option where one was mistyped.
 */
import { parseArgs } from "@std/cli";
import { UsageError } from "../errors.ts";
import { suggestion } from "../text/nearest.ts";

/** An option of a task. */
export interface OptionSpec {
  /** What stands after the name in the help, such as "DIR"; without it the option is a switch. */
  readonly value?: string;
  readonly help: string;
}

/** A task's command line. */
export interface CommandSpec {
  readonly task: string;
  readonly summary: string;
  /** Names of what may be given without an option, in order. */
  readonly arguments?: readonly string[];
  readonly options: Readonly<Record<string, OptionSpec>>;
  /** Lines below the options. */
  readonly notes?: readonly string[];
}

/** The options found: texts, or true for switches; absent ones are undefined. */
export type Options = Readonly<Record<string, string | true | undefined>>;

/** Every task has these. */
const COMMON: Readonly<Record<string, OptionSpec>> = { help: { help: "show this help" } };

/**
 * Parses the arguments of a task.
 *
 * @throws {UsageError} for unknown, repeated, valueless or superfluous arguments
 */
export function parseOptions(spec: CommandSpec, args: readonly string[]): Options {
  const options = { ...spec.options, ...COMMON };
  const names = Object.keys(options);
  const texts = names.filter((name) => options[name]!.value !== undefined);
  const flags = names.map((name) => `--${name}`);
  args.forEach((argument, i) => {
    const [flag, ...value] = argument.split("=");
    if (!flags.includes(flag!) || texts.includes(flag!.slice(2))) return;
    const next = /^(true|false)$/.exec(args[i + 1] ?? "")?.[0]; // parseArgs() would take it in silence
    const found = value.length > 0 ? value.join("=") : next;
    if (found !== undefined) throw new UsageError(`${flag} takes no value, found "${found}"`);
  });
  const words = spec.arguments ?? [];
  const refuse = (argument: unknown): never => {
    const taken = words.length === 0
      ? "options only"
      : `${words.map((word) => word.toUpperCase()).join(" ")} only`;
    throw new UsageError(`Unexpected argument "${argument}": ${spec.task} takes ${taken}, see --help`);
  };
  const parsed = parseArgs(args, {
    string: texts,
    collect: texts,
    boolean: names.filter((name) => !texts.includes(name)),
    unknown(argument, key) {
      if (key === undefined) return words.length > 0 || refuse(argument);
      const flag = argument.split("=")[0]!;
      throw new UsageError(`Unknown option ${flag}${suggestion(flag, flags)}: see --help`);
    },
  });
  if (parsed._.length > words.length) refuse(parsed._[words.length]); // also what follows "--"
  const found: Record<string, string | true> = {};
  parsed._.forEach((argument, i) => found[words[i]!] = String(argument));
  for (const name of names) {
    const value = parsed[name];
    if (value === true) found[name] = true;
    if (!Array.isArray(value) || value.length === 0) continue;
    if (value.length > 1) throw new UsageError(`--${name} is given ${value.length} times, expected once`);
    if (value[0] === "" || String(value[0]).startsWith("--")) {
      throw new UsageError(`--${name} needs a value: --${name} ${options[name]!.value}`);
    }
    found[name] = value[0];
  }
  return found;
}

/** The help text of a task. */
export function helpText({ task, summary, options, arguments: words = [], notes = [] }: CommandSpec): string {
  const rows = Object.entries({ ...options, ...COMMON }).map(([name, { value, help }]) =>
    [value === undefined ? `--${name}` : `--${name} ${value}`, help] as const
  );
  const width = Math.max(...rows.map(([left]) => left.length));
  const lines = rows.map(([left, help]) => `  ${left.padEnd(width)}  ${help}`);
  return [
    ["deno task", task, ...words.map((word) => `[${word.toUpperCase()}]`), "[options]"].join(" "),
    "",
    summary,
    "",
    "Options:",
    ...lines,
    ...(notes.length ? ["", ...notes] : []),
  ]
    .join("\n");
}

/** A whole number from `least` to `most`. */
export function wholeNumber(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`--${name} is "${text}", expected a whole number from ${least} to ${most}`);
  }
  return value;
}

/** One of several words. */
export function oneOf<T extends string>(name: string, text: string, words: readonly T[]): T {
  if (!words.includes(text as T)) {
    throw new UsageError(`--${name} is "${text}", expected ${words.join(", ")}${suggestion(text, words)}`);
  }
  return text as T;
}

/** A duration such as "90s", "10m" or "2h", in milliseconds. */
export function duration(name: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text);
  if (match === null || Number(match[1]) === 0) {
    throw new UsageError(`--${name} is "${text}", expected a duration such as 90s, 10m or 2h`);
  }
  return Number(match[1]) * { s: 1000, m: 60_000, h: 3_600_000 }[match[2] as "s" | "m" | "h"];
}
