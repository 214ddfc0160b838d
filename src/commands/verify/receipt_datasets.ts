/**
 * The data sets of a receipt: the one that its command was about, and those that its experiments say they are about.
 * Whatever is found must have the bytes that the receipt was made with.
 */
import { type DatasetFiles, type DatasetSource, sameDigests } from "../../datasets/mod.ts";
import { DataError, MismatchError } from "../../errors.ts";
import { loadExperiments } from "../../experiments/load.ts";
import { profileSource } from "../../project/profiles.ts";
import type { Receipt, ReceiptRun } from "../../runs/mod.ts";
import { provideData } from "../../stages/data/launch.ts";
import type { Emit, VerifyOptions } from "./verification.ts";

/** What is computed on. */
export interface ReceiptDatasets {
  /** Each data set once. */
  readonly files: readonly DatasetFiles[];
  /**
   * The one of a run.
   *
   * @throws {MismatchError} where no experiment is about it
   */
  readonly of: (run: ReceiptRun) => DatasetFiles;
}

/**
 * The data set of a receipt, or the one that the user names for it.
 *
 * @throws {DataError} when it is a folder of IDX files, which has no name that is the same everywhere
 */
function sourceFor({ profile, dataset }: Receipt, named: Pick<VerifyOptions, "dataset">): DatasetSource {
  const word = named.dataset ?? (dataset === "idx" ? null : { kind: dataset });
  if (word === null) {
    throw new DataError("Cannot verify: the receipt is of IDX files; name them with --dataset idx:DIR");
  }
  return profileSource(profile, word);
}

/** @throws {MismatchError} when the data set is not the receipt's */
function checkData({ data, dataset }: Receipt, { digests, folder }: DatasetFiles): void {
  for (const [role, digest] of Object.entries(digests)) {
    const expected = data[role];
    if (digest === expected) continue;
    throw new MismatchError(
      `Cannot verify: ${role} in ${folder} has SHA-256 ${digest}, the receipt (${dataset}) was made with ${expected}`,
    );
  }
}

/** What the runs' experiments are about besides the command's own data set. */
async function otherSources(
  { profile }: Receipt,
  runs: readonly ReceiptRun[],
): Promise<readonly DatasetSource[]> {
  const names = runs.flatMap(({ spec, data }) =>
    spec.kind === "measure" && data !== undefined ? [spec.experiment] : []
  );
  return (await loadExperiments(names)).flatMap((experiment) => experiment.dataset?.(profile) ?? []);
}

/**
 * Provides the data sets of the runs in scope.
 *
 * @throws {HarnessingError} when one cannot be had or has other bytes
 */
export async function receiptDatasets(
  receipt: Receipt,
  runs: readonly ReceiptRun[],
  options: VerifyOptions,
  emit: Emit,
): Promise<ReceiptDatasets> {
  const provide = async (dataset: DatasetSource) => {
    const found = await provideData({ ...options, dataset }, {
      downloading: (file, received, total) => emit({ type: "downloading", file, received, total }),
    });
    found.notices.forEach((text) => emit({ type: "notice", text }));
    return found;
  };
  const own = await provide(sourceFor(receipt, options));
  checkData(receipt, own);
  const files = [own];
  for (const source of await otherSources(receipt, runs)) {
    const other = await provide(source);
    if (!files.some(({ digests }) => sameDigests(digests, other.digests))) files.push(other);
  }
  const of = ({ label, seed, data }: ReceiptRun) => {
    const found = files.find(({ digests }) => sameDigests(digests, data ?? receipt.data));
    if (found !== undefined) return found;
    throw new MismatchError(
      `Cannot verify ${label}, seed ${seed}: the receipt has it on a data set with the digests ${
        Object.values(data ?? receipt.data).join(", ")
      }, found ${files.map(({ name, folder }) => `${name} in ${folder}`).join(", ")}`,
    );
  };
  return { files, of };
}
