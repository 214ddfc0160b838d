import { assertEquals, assertThrows } from "@std/assert";
import { chooseFiles, FILE_ROLES, IDX_NAMES } from "../../src/datasets/idx_names.ts";
import { DataError } from "../../src/errors.ts";

const MNIST = FILE_ROLES.map((role) => IDX_NAMES[role]);
/** The names of the roles' files, made of MNIST's. */
const named = (change: (name: string) => string) =>
  Object.fromEntries(FILE_ROLES.map((role) => [role, change(IDX_NAMES[role])]));

const LAYOUTS: Readonly<Record<string, (name: string) => string>> = {
  "MNIST's own names": (name) => name,
  "gzipped files": (name) => `${name}.gz`,
  "names with a dot": (name) => name.replace("-idx", ".idx"),
  "names with the set's before": (name) => `emnist-letters-${name.replace("t10k", "test")}.gz`,
};

for (const [layout, change] of Object.entries(LAYOUTS)) {
  Deno.test(`chooseFiles() knows ${layout}, among whatever else there is`, () => {
    const names = ["README.md", ...MNIST.map(change), "train.csv"];
    assertEquals(chooseFiles(names, "folder"), { names: named(change), ignored: [] });
  });
}

Deno.test("chooseFiles() takes X.gz where X is there too, and says so", () => {
  const { names, ignored } = chooseFiles([...MNIST, `${MNIST[0]}.gz`], "folder");
  assertEquals(names["train-images"], `${MNIST[0]}.gz`);
  assertEquals(ignored, [{ name: MNIST[0]!, taken: `${MNIST[0]}.gz` }]);
});

Deno.test("chooseFiles() takes the files without a set's name, or the only complete set", () => {
  const set = (name: string) => MNIST.map((file) => `${name}-${file}`);
  assertEquals(chooseFiles([...set("a"), ...MNIST], "folder").names, named((name) => name));
  const partly = [...set("a"), ...set("b").slice(1)];
  assertEquals(chooseFiles(partly, "folder").names, named((name) => `a-${name}`));
});

Deno.test("chooseFiles() refuses to choose between sets, and names them", () => {
  const names = ["letters", "digits"].flatMap((set) => MNIST.map((name) => `${set}-${name}`));
  assertThrows(
    () => chooseFiles(names, "folder"),
    DataError,
    "Cannot choose a data set in folder: found letters-*, digits-*, expected the files of one",
  );
});

Deno.test("chooseFiles() finds nothing where there is nothing", () => {
  assertEquals(chooseFiles(["mnist.zip", "train"], "folder"), { names: {}, ignored: [] });
});
