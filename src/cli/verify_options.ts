/** The command line of `verify`. */
import { resolve } from "node:path";
import { UsageError } from "../errors.ts";
import { rootPath } from "../project/root.ts";
import type { VerifyOptions } from "../commands/verify/verification.ts";
import { type CommandSpec, type Options, wholeNumber } from "./options.ts";
import { type Environment, REPRODUCE, reproduceOptions, type Talk } from "./reproduce_options.ts";

const shared = (...names: string[]) =>
  Object.fromEntries(names.map((name) => [name, REPRODUCE.options[name]!]));

/** The options of `verify`. */
export const VERIFY: CommandSpec = {
  task: "verify",
  summary: "Computes what a receipt says again, in a store of its own, and demands identical bytes.",
  arguments: ["receipt"],
  options: {
    profile: {
      value: "NAME",
      help: "without RECEIPT: the committed reference of this profile (default: quick)",
    },
    claims: { value: "ID,…", help: "only the runs that these claims need" },
    spot: {
      value: "N",
      help: "only N random epochs of training, each from the nearest checkpoint that agrees",
    },
    "spot-seed": { value: "SEED", help: "repeats a choice of --spot, which prints its seed" },
    ...shared("dataset", "data-dir", "store", "threads", "jobs", "offline", "quiet", "no-color"),
  },
  notes: [
    "Exit codes: 0 every byte agrees, 2 usage, 3 data missing, or a file of the store is damaged, 4 the receipt is of",
    "  another engine or version, 5 bytes differ, 130 interrupted.",
  ],
};

/** A seed for `--spot`, where the user gives none. */
export type AnySeed = () => number;

/** What the options mean, with absolute paths. */
export function verifyOptions(
  options: Options,
  environment: Environment,
  anySeed: AnySeed,
  signal: AbortSignal,
): VerifyOptions & Pick<Talk, "quiet" | "color"> & { readonly warnings: readonly string[] } {
  const text = (name: string) => options[name] as string | undefined;
  const { profile, ...common } = reproduceOptions(options, environment, () => 0, signal);
  if (text("spot-seed") !== undefined && text("spot") === undefined) {
    throw new UsageError("--spot-seed needs --spot");
  }
  const seed = text("spot-seed");
  return {
    ...common,
    receipt: text("receipt") === undefined
      ? rootPath(`reports/${profile}/receipt.json`)
      : resolve(environment.folder, text("receipt")!),
    spot: text("spot") === undefined ? null : {
      count: wholeNumber("spot", text("spot")!, 1, 1_000_000),
      seed: seed === undefined ? anySeed() : wholeNumber("spot-seed", seed, 0, 2 ** 31),
    },
    warnings: text("receipt") !== undefined && text("profile") !== undefined
      ? ["--profile is not looked at where a receipt is given"]
      : [],
  };
}
