/** The command line of `diff`. */
import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import type { CommandSpec, Options } from "./options.ts";
import type { Environment } from "./reproduce_options.ts";

/** The options of `diff`. */
export const DIFF: CommandSpec = {
  task: "diff",
  summary:
    "Walks the hash chains of two stores or receipts to the first difference of every run that both have.",
  arguments: ["a", "b"],
  options: {},
  notes: ["Exit codes: 0 no difference, 2 usage, 3 a file is missing or damaged, 5 bytes differ."],
};

/** The two paths, absolute. */
export function diffOptions(options: Options, { folder }: Pick<Environment, "folder">): [string, string] {
  const { a, b } = options;
  if (typeof a !== "string" || typeof b !== "string") {
    throw new UsageError("diff takes A and B, two stores or receipts: see --help");
  }
  return [resolve(folder, a), resolve(folder, b)];
}
