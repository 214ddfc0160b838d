/**
 * What the four files of a data set are called: MNIST's own names, or what others made of them: `train-images.idx3-ubyte`
 * as some mirrors unpack them, `emnist-letters-test-images-idx3-ubyte` with the name of the set before and "test" for
 * "t10k"; each gzipped (`….gz`) or plain.
 */
import { DataError } from "../errors.ts";

/** The part a file plays in a data set. */
export type FileRole = "train-images" | "train-labels" | "test-images" | "test-labels";

/** The four roles, in the order in which they are looked for. */
export const FILE_ROLES: readonly FileRole[] = Object.freeze([
  "train-images",
  "train-labels",
  "test-images",
  "test-labels",
]);

/** MNIST's name of each file, without `.gz`. */
export const IDX_NAMES: Readonly<Record<FileRole, string>> = Object.freeze({
  "train-images": "train-images-idx3-ubyte",
  "train-labels": "train-labels-idx1-ubyte",
  "test-images": "t10k-images-idx3-ubyte",
  "test-labels": "t10k-labels-idx1-ubyte",
});

const NAME = /^(.*?)(train|t10k|test)-(images|labels)([-.])idx\d-(?:ubyte|int)(\.gz)?$/;

/** A file whose name says which part it plays. */
interface Named {
  readonly name: string;
  readonly role: FileRole;
  /** The name of the set, with what joins it to the rest; often empty. */
  readonly set: string;
  /** Of two files for one role the one with the smaller rank is taken. */
  readonly rank: number;
}

/** Which file of a folder plays which part. */
export interface ChosenFiles {
  /** The file's name; a role without a file is absent. */
  readonly names: Readonly<Partial<Record<FileRole, string>>>;
  /** Files that could have played a part too, each with the one that was taken for it. */
  readonly ignored: readonly { readonly name: string; readonly taken: string }[];
}

function parse(name: string): Named | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [, set, split, content, joint, packed] = match;
  return {
    name,
    role: `${split === "train" ? "train" : "test"}-${content}` as FileRole,
    set: set!,
    rank: (split === "test" ? 4 : 0) + (joint === "." ? 2 : 0) + (packed === undefined ? 1 : 0),
  };
}

/** The names that are there, in a few words. */
export function listed(names: readonly string[]): string {
  if (names.length === 0) return "found nothing";
  const more = names.length > 8 ? ` and ${names.length - 8} more` : "";
  return `found ${names.slice(0, 8).join(", ")}${more}`;
}

/**
 * Chooses the files of one data set among `names`: of the set without a name, of the only set, or of the only complete one.
 *
 * @param folder where they are, for the error.
 * @throws {DataError} if there are several sets.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const { names, ignored } = chooseFiles(["train-labels-idx1-ubyte", "train-labels.idx1-ubyte.gz", "a.txt"], "digits");
 * assertEquals(names, { "train-labels": "train-labels-idx1-ubyte" });
 * assertEquals(ignored, [{ name: "train-labels.idx1-ubyte.gz", taken: "train-labels-idx1-ubyte" }]);
 * ```
 */
export function chooseFiles(names: readonly string[], folder: string): ChosenFiles {
  const sets = Map.groupBy(names.flatMap((name) => parse(name) ?? []), ({ set }) => set);
  const complete = [...sets.values()].filter((files) =>
    FILE_ROLES.every((role) => files.some((file) => file.role === role))
  );
  const [own = [], ...others] = sets.has("")
    ? [sets.get("")!]
    : complete.length === 1
    ? complete
    : [...sets.values()];
  if (others.length > 0) {
    throw new DataError(
      `Cannot choose a data set in ${folder}: ${
        listed([...sets.keys()].map((set) => `${set}*`))
      }, expected the files of one; put them into a folder of their own`,
    );
  }
  const chosen: Partial<Record<FileRole, string>> = {};
  const ignored: { name: string; taken: string }[] = [];
  for (const { name, role } of own.toSorted((a, b) => a.rank - b.rank)) {
    const taken = chosen[role] ??= name;
    if (taken !== name) ignored.push({ name, taken });
  }
  return { names: chosen, ignored };
}
