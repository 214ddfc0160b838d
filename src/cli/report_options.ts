/** The command lines of `report` and `reference`, which are `reproduce` with less to choose. */
import { rootPath } from "../project/root.ts";
import type { ReproduceOptions } from "../commands/reproduce.ts";
import type { CommandSpec, Options } from "./options.ts";
import { type Environment, REPRODUCE, reproduceOptions, type Talk } from "./reproduce_options.ts";

const shared = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, REPRODUCE.options[name]!]));

/** The options of `report`. */
export const REPORT: CommandSpec = {
  task: "report",
  summary: "Draws the report again from what the store has, and computes nothing.",
  options: {
    ...shared("profile", "claims", "seeds", "dataset", "data-dir", "store", "out"),
    open: { help: "show the page in a browser" },
    ...shared("offline", "json", "quiet", "no-color"),
  },
  notes: REPRODUCE.notes!,
};

/** The options of `reference`. */
export const REFERENCE: CommandSpec = {
  task: "reference",
  summary:
    "Makes the report of a profile that is committed, reports/<profile>/, with the receipt that verify takes.",
  options: shared("profile", "data-dir", "store", "threads", "jobs", "offline", "quiet", "no-color"),
  notes: REPRODUCE.notes!,
};

/** No budget is kept, so no time is looked at. */
const timeless = () => 0;

/** What the options of `report` mean. */
export function reportOptions(
  options: Options,
  environment: Environment,
  signal: AbortSignal,
): ReproduceOptions & Talk & { readonly open: boolean } {
  const { open, ...rest } = options;
  const common = reproduceOptions(rest, environment, timeless, signal);
  return { ...common, threads: 1, jobs: 1, mode: "stored", open: open === true };
}

/** What the options of `reference` mean: the profile's own data set, all claims, all seeds. */
export function referenceOptions(
  options: Options,
  environment: Environment,
  signal: AbortSignal,
): ReproduceOptions & Talk {
  const common = reproduceOptions(options, environment, timeless, signal);
  const dataset = common.profile === "smoke" ? "glyphs" : "mnist";
  return { ...common, dataset, out: rootPath(`reports/${common.profile}`), mode: "reference" };
}
