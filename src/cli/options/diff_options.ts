/** The command line of `diff`. */
import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import type { Environment } from "../environment.ts";
import { command, type Parsed } from "./options.ts";

/** The options of `diff`. */
export const DIFF = command({
  task: "diff",
  summary: "Compares two stores or receipts and shows where the runs that both have first differ.",
  arguments: ["a", "b"],
  required: true,
  options: {},
  notes: ["Exit codes: 0 no difference, 2 wrong usage, 3 a file is missing or damaged, 5 bytes differ."],
});

/** The two paths, absolute. */
export function diffOptions(
  { a, b }: Parsed<typeof DIFF.options, "a" | "b">,
  { folder }: Pick<Environment, "folder">,
): [string, string] {
  if (a === null || b === null) {
    throw new UsageError("diff needs two stores or receipts, A and B: see --help");
  }
  return [resolve(folder, a), resolve(folder, b)];
}
