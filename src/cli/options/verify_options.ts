/** The command line of `verify`. */
import { resolve } from "node:path";
import type { VerifyOptions } from "../../commands/verify/verification.ts";
import { UsageError } from "../../errors.ts";
import { PROFILES } from "../../project/profiles.ts";
import { rootPath } from "../../project/root.ts";
import type { Environment } from "../environment.ts";
import { command, type Parsed, valued } from "./options.ts";
import { namedFrom, REPRODUCE, reproduceOptions, type Talk } from "./reproduce_options.ts";
import { list, oneOf, text, wholeNumber } from "./values.ts";

const { options: shared } = REPRODUCE;

/** The options of `verify`. */
export const VERIFY = command({
  task: "verify",
  summary: "Computes the runs of a receipt again, in a store of its own, and demands identical bytes.",
  arguments: ["receipt"],
  options: {
    profile: valued(
      "NAME",
      "without RECEIPT: the committed report of this profile (default: quick)",
      oneOf(PROFILES),
    ),
    claims: valued("ID,…", "only the runs that these claims need", list(text), []),
    spot: valued(
      "N",
      "only N random epochs of training, each from the nearest earlier checkpoint that agrees",
      wholeNumber(1, 1_000_000),
    ),
    "spot-seed": valued(
      "SEED",
      "choose the same epochs as an earlier --spot, which prints its seed",
      wholeNumber(0, 2 ** 31),
    ),
    dataset: shared.dataset,
    "data-dir": shared["data-dir"],
    store: shared.store,
    threads: shared.threads,
    jobs: shared.jobs,
    offline: shared.offline,
    quiet: shared.quiet,
    "no-color": shared["no-color"],
  },
  notes: [
    "Relative paths start in the folder where you call the command.",
    "Exit codes: 0 every byte agrees, 2 wrong usage, 3 data is missing, or a file of the store is damaged,",
    "  4 the receipt was made by a different engine or version, 5 bytes differ, 130 interrupted.",
  ],
});

/** A seed for `--spot`, where the user gives none. */
export type AnySeed = () => number;

/** What the options mean, with absolute paths. */
export function verifyOptions(
  { receipt, spot, "spot-seed": seed, profile, ...flags }: Parsed<typeof VERIFY.options, "receipt">,
  environment: Environment,
  anySeed: AnySeed,
  signal: AbortSignal,
): VerifyOptions & Pick<Talk, "quiet" | "color"> & { readonly warnings: readonly string[] } {
  const { profile: _, ...common } = reproduceOptions(flags, environment, () => 0, signal);
  if (seed !== null && spot === null) throw new UsageError("--spot-seed needs --spot");
  return {
    ...common,
    dataset: flags.dataset ? namedFrom(environment.folder, flags.dataset) : null,
    receipt: receipt === null
      ? rootPath(`reports/${profile ?? REPRODUCE.options.profile.fallback}/receipt.json`)
      : resolve(environment.folder, receipt),
    spot: spot === null ? null : { count: spot, seed: seed ?? anySeed() },
    warnings: receipt !== null && profile !== null ? ["--profile is ignored where a receipt is given"] : [],
  };
}
