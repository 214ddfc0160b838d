/** The tasks around the store: `report`, `diff`, `clean`, and what `reproduce` says of near relatives. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { encodeJson, entryPath, writeEntry } from "../../../src/runs/mod.ts";
import { filesBelow } from "../../runs/support.ts";
import { checkout, type CommandOptions, reproduce } from "../support.ts";

const SMOKE = ["--profile", "smoke", "--claims", "Q2"];

Deno.test("the tasks around the store", async (t) => {
  await using place = await checkout();
  const { root, work } = place;
  const task = (name: string, args: readonly string[], options?: CommandOptions) =>
    reproduce(place, args, { task: name, ...options });
  const first = await task("reproduce", [...SMOKE, "--store", "store", "--out", "out"]);
  assertEquals(first.code, 0);
  const receipt = JSON.parse(await Deno.readTextFile(`${work}/out/receipt.json`));
  const [softmax] = receipt.runs as { key: string }[];

  await t.step("reproduce prints the size of the store", () => {
    assertMatch(first.stdout, /^Store: .*store \(4 runs, \d+ kB\)$/m);
  });

  await t.step("report draws the same report from the store and writes nothing there", async () => {
    const before = filesBelow(`${work}/store`);
    const { code, stdout } = await task("report", [...SMOKE, "--store", "store", "--out", "again"]);
    assertEquals(code, 0);
    assertStringIncludes(stdout, `Report: ${work}/again/report.html`);
    for (const name of ["receipt.json", "report.md", "claims.csv"]) {
      const [one, other] = ["out", "again"].map((out) => Deno.readTextFileSync(`${work}/${out}/${name}`));
      assert(one === other, `${name} differs`);
    }
    assertEquals(filesBelow(`${work}/store`), before);
  });

  await t.step("report says what the store lacks, and computes none of it", async () => {
    const args = ["--profile", "smoke", "--claims", "Q2,Q5", "--store", "store", "--out", "less"];
    const { code, stdout } = await task("report", [...args, "--json"]);
    assertEquals(code, 0);
    const { claims, runs } = JSON.parse(stdout);
    const verdict = (id: string) => claims.find((claim: { id: string }) => claim.id === id).verdict;
    assertEquals([verdict("Q5a"), runs.length], ["not-run", 2]);
    assert(verdict("Q2a") !== "not-run");
    assertStringIncludes(await Deno.readTextFile(`${work}/less/report.md`), "Q5a");
  });

  await t.step("diff finds nothing between a store and its receipt, and a forged link", async () => {
    const same = await task("diff", ["store", "out/receipt.json"]);
    assertEquals([same.code, same.stdout], [0, "4 of 4 common runs are identical\n"]);
    const forged = structuredClone(receipt);
    forged.runs[0].chain[2] = "f".repeat(64);
    await Deno.writeTextFile(`${work}/forged.json`, JSON.stringify(forged));
    const other = await task("diff", ["forged.json", "store"]);
    assertEquals(other.code, 5);
    assertMatch(
      other.stdout,
      /^DIFFERS {2}softmax, 5 epochs, seed 0 .* from epoch 2 on: the hash chain has ffff/,
    );
    assertEquals((await task("diff", ["store"])).code, 2);
    assertEquals((await task("diff", ["store", "nowhere"])).code, 3);
    await Deno.mkdir(`${work}/empty`);
    assertEquals((await task("diff", ["store", "empty"])).code, 3);
  });

  await t.step("reproduce says which field makes a near relative of a stored run another run", async () => {
    const path = `${root}/src/experiments/recipes/softmax.ts`;
    const text = await Deno.readTextFile(path);
    const changed = text.replace(/(SOFTMAX_EPOCHS.* smoke: )5/, "$16");
    assert(changed !== text);
    await Deno.writeTextFile(path, changed);
    const { code, errors } = await task("reproduce", [...SMOKE, "--store", "store", "--out", "out"]);
    assertEquals(code, 0);
    const line = "softmax, 6 epochs: recomputed, spec.recipe.epochs 5 → 6 (seeds 0, 1)";
    assert(errors.includes(line), errors.join("\n"));
    await Deno.writeTextFile(path, text);
  });

  await t.step(
    "reproduce, report, diff and clean know what version 1 left in a store, and leave it alone",
    async () => {
      const [store, old] = [`${work}/mixed`, "1".repeat(64)];
      await writeEntry(store, old, { "spec.json": encodeJson({ kind: "train" }) });
      const report = ["--profile", "smoke", "--store", "mixed", "--out", "out"];
      for (const [name, args] of [["diff", ["mixed", "store"]], ["report", report]] as const) {
        const { code, errors } = await task(name, args);
        assertEquals(code, 4);
        assertMatch(
          errors[0]!,
          /mixed: made by version 1 of this program; use it with the tag v0\.6\.0 \(commit [0-9a-f]{12}\)$/,
        );
      }
      const { errors: said } = await task("reproduce", [...SMOKE, "--store", "mixed", "--out", "out"]);
      const notice = `note: ${store} also has 1 run of version 1, which this program cannot use`;
      assert(said.includes(notice), said.join("\n"));
      assertEquals(
        (await task("diff", ["mixed", "out/receipt.json"])).stdout,
        "4 of 4 common runs are identical\n",
      );
      const { stdout } = await task("clean", ["--store", "mixed", "--dry-run"]);
      assertMatch(stdout, /^remove +1 run of older versions in .*mixed: \d+ bytes$/m);
      assertMatch(stdout, /^remove +2 training runs in .*mixed/m);
      await Deno.remove(store, { recursive: true });
    },
  );

  await t.step("clean shows what there is, keeps parameters if asked, and removes the rest", async () => {
    const dry = await task("clean", ["--store", "store", "--dry-run"]);
    assertMatch(dry.stdout, /^remove +4 training runs in .*: \d+ kB$/m);
    assertMatch(dry.stdout, /^remove +1 data set in .*cache/m);
    const before = filesBelow(`${work}/store`);
    assertEquals([dry.code, filesBelow(`${work}/store`)], [0, before]);
    const some = await task("clean", ["--store", "store", "--keep-parameters", "--yes"]);
    assertEquals(some.code, 0);
    const left = filesBelow(`${work}/store`);
    assert(left.length > 0 && left.length < before.length);
    assert(Deno.statSync(entryPath(`${work}/store`, softmax!.key)).isDirectory);
    assert(left.filter((name) => name.endsWith("metrics.json")).length === 4);
    assertEquals(filesBelow(`${root}/data/cache`), []);
  });

  await t.step("clean removes nothing where it cannot ask and was not told to", async () => {
    const before = filesBelow(`${work}/store`);
    const { code, errors } = await task("clean", ["--store", "store"]);
    assertEquals([code, filesBelow(`${work}/store`)], [2, before]);
    assertMatch(errors.join("\n"), /^error: Cannot ask .* not a terminal; add --yes /);
  });

  await t.step("clean --keep-results takes the parameters and leaves what they gave", async () => {
    const { code, stdout } = await task("clean", ["--store", "store", "--keep-results", "--yes"]);
    assertEquals(code, 0);
    assertMatch(stdout, /^make +4 training runs in .*store light: parameters go \(\d+ kB\), results stay$/m);
    const left = filesBelow(`${work}/store`);
    assertEquals(left.filter((name) => name.endsWith("parameters.safetensors")), []);
    assertEquals(left.filter((name) => name.endsWith("metrics.json")).length, 4);
    const again = await task("clean", ["--store", "store", "--keep-results"]);
    assertEquals(again.code, 0);
    assertMatch(again.stdout, /^There is nothing to remove$/m);
  });

  await t.step("clean leaves foreign things and says so", async () => {
    const notes = `${work}/store/checkpoints/my-resnet50`;
    await Deno.mkdir(notes, { recursive: true });
    await Deno.writeTextFile(`${notes}/weights.bin`, "months of work");
    const { code, stdout } = await task("clean", ["--store", "store", "--yes"]);
    assertEquals(code, 0);
    assertStringIncludes(stdout, `did not make it:\n  ${notes}\n`);
    assertEquals(filesBelow(`${work}/store`), ["checkpoints/my-resnet50/weights.bin"]);
    const { stdout: empty } = await task("clean", ["--store", "nothing here"]);
    assertEquals(empty, "There is nothing to remove\n");
  });
});
