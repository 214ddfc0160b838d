/** The command lines of `report` and `reference`, which are `reproduce` with less to choose. */
import type { ReproduceOptions } from "../../commands/reproduce/reproduction.ts";
import { defaultDataset, profileSource } from "../../project/profiles.ts";
import { rootPath } from "../../project/root.ts";
import type { Environment } from "../environment.ts";
import { command, flag, type Values } from "./options.ts";
import { REPRODUCE, type ReproduceFlags, reproduceOptions, type Talk } from "./reproduce_options.ts";

const { options: shared } = REPRODUCE;

/** The options of `report`. */
export const REPORT = command({
  task: "report",
  summary: "Draws the report again from the runs in the store, and computes nothing.",
  options: {
    profile: shared.profile,
    claims: shared.claims,
    seeds: shared.seeds,
    dataset: shared.dataset,
    "data-dir": shared["data-dir"],
    store: shared.store,
    out: shared.out,
    open: flag("open the page in a browser"),
    offline: shared.offline,
    json: shared.json,
    quiet: shared.quiet,
    "no-color": shared["no-color"],
  },
  notes: REPRODUCE.notes!,
});

/** The options of `reference`. */
export const REFERENCE = command({
  task: "reference",
  summary: "Makes the committed report of a profile, reports/<profile>/, whose receipt verify checks.",
  options: {
    profile: shared.profile,
    "data-dir": shared["data-dir"],
    store: shared.store,
    threads: shared.threads,
    jobs: shared.jobs,
    offline: shared.offline,
    quiet: shared.quiet,
    "no-color": shared["no-color"],
  },
  notes: REPRODUCE.notes!,
});

/** There is no budget, so the time does not matter. */
const timeless = () => 0;

/** What the options of `report` mean. */
export function reportOptions(
  { open, ...flags }: Values<typeof REPORT.options>,
  environment: Environment,
  signal: AbortSignal,
): ReproduceOptions & Talk & { readonly open: boolean } {
  const common = reproduceOptions(flags, environment, timeless, signal);
  return { ...common, threads: 1, jobs: 1, mode: "stored", open };
}

/** What the options of `reference` mean: the profile's own data set, all claims, all seeds. */
export function referenceOptions(
  flags: ReproduceFlags,
  environment: Environment,
  signal: AbortSignal,
): ReproduceOptions & Talk {
  const common = reproduceOptions(flags, environment, timeless, signal);
  const { profile } = common;
  return {
    ...common,
    dataset: profileSource(profile, { kind: defaultDataset(profile) }),
    out: rootPath(`reports/${profile}`),
    mode: "reference",
  };
}
