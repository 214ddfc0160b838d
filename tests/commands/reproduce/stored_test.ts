/**
 * What a store is good for without computing: reports without engine and data, results without parameters, and damage
 * or failure that costs its own line.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { entryPath, hasParameters, lightenEntry, type Receipt } from "../../../src/runs/mod.ts";
import { checkout, type CommandOptions, reproduce } from "../support.ts";

const SMOKE = ["--profile", "smoke", "--claims", "Q2,Q3,Q5", "--store", "store"];

Deno.test("results that lie in a store", async (t) => {
  await using place = await checkout();
  const { root, work } = place;
  const store = `${work}/store`;
  const task = (name: string, args: readonly string[], options?: CommandOptions) =>
    reproduce(place, args, { task: name, ...options });
  const first = await task("reproduce", [...SMOKE, "--out", "out"]);
  assertEquals([first.code, first.errors.filter((line) => line.startsWith("error"))], [0, []]);
  const read = (path: string) => Deno.readTextFileSync(`${work}/${path}`);
  const receipt: Receipt = JSON.parse(read("out/receipt.json"));
  const trainings = receipt.runs.filter(({ spec }) => spec.kind === "train");
  const same = (out: string) => {
    for (const name of ["receipt.json", "claims.csv", "report.md"]) {
      assert(read(`out/${name}`) === read(`${out}/${name}`), `${name} differs`);
    }
  };
  /** Changes a file of the copy for as long as something is done. */
  const withFile = async (path: string, change: (text: string) => string, act: () => Promise<void>) => {
    const text = await Deno.readTextFile(`${root}/${path}`);
    assert(change(text) !== text, `${path} has nothing to change`);
    await Deno.writeTextFile(`${root}/${path}`, change(text));
    try {
      await act();
    } finally {
      await Deno.writeTextFile(`${root}/${path}`, text);
    }
  };

  await t.step("report draws the same without an engine and without the data set", async () => {
    await Deno.rename(`${root}/data/cache`, `${root}/data/gone`);
    await withFile(
      "src/backend/engine.ts",
      (text) =>
        text.replace(
          /(export async function startEngine\([^{]*\{?[^{]*\{)/,
          '$1 throw new Error("no engine here");',
        ),
      async () => {
        const { code, errors } = await task("report", [...SMOKE, "--out", "alone"]);
        assertEquals([code, errors.filter((line) => /^error|engine/.test(line))], [0, []]);
        same("alone");
        const computing = await task("reproduce", [...SMOKE.slice(0, -1), "empty", "--out", "none"]);
        assertStringIncludes(computing.errors.join("\n"), "no engine here"); // the denial denies
      },
    );
    await Deno.remove(`${root}/data/cache`, { recursive: true });
    await Deno.rename(`${root}/data/gone`, `${root}/data/cache`);
  });

  await t.step("report says what to do where the store has no runs on the data set", async () => {
    const { code, errors } = await task("report", ["--profile", "smoke", "--store", "nothing", "--out", "n"]);
    assertEquals(code, 3);
    assertEquals(errors.length, 1);
    assertStringIncludes(errors[0]!, "has no runs on glyphs; run deno task reproduce first");
  });

  await t.step("report names a damaged file, draws the rest, and ends with 3", async () => {
    const { key } = trainings.find(({ label }) => label.startsWith("softmax"))!;
    const path = `${entryPath(store, key)}/parameters.safetensors`;
    const good = await Deno.readFile(path);
    await Deno.writeFile(path, good.map((byte, i) => i === 999 ? byte ^ 1 : byte));
    const { code, errors, stdout } = await task("report", [...SMOKE, "--out", "damaged"]);
    assertEquals(code, 3);
    assert(errors.some((line) => line.includes(`Damaged: ${path}`)), errors.join("\n"));
    assertStringIncludes(stdout, "Q2a"); // the measurement is whole
    assert(JSON.parse(read("damaged/receipt.json")).runs.length > 2);
    await Deno.writeFile(path, good);
  });

  await t.step(
    "results without parameters are as good: reproduce, report, diff and verify take them",
    async () => {
      for (const { key } of trainings) await lightenEntry(store, key);
      const again = await task("reproduce", [...SMOKE, "--out", "light"]);
      assertEquals(again.code, 0);
      assert(!again.errors.some((line) => /^\[\d+\//.test(line)), "nothing is computed");
      same("light");
      assertEquals((await task("report", [...SMOKE, "--out", "light report"])).code, 0);
      same("light report");
      const differences = await task("diff", ["store", "out/receipt.json"]);
      assertEquals([differences.code, differences.stdout.includes("common runs are identical")], [0, true]);
      const verified = await task("verify", ["out/receipt.json", "--store", "store", "--claims", "Q2"]);
      assertEquals(verified.code, 0, verified.errors.join("\n"));
      assertStringIncludes(verified.stdout, "recomputed bit for bit");
    },
  );

  await t.step("a measurement that needs missing parameters has them trained again, the same", async () => {
    const measured = receipt.runs.find(({ spec }) =>
      spec.kind === "measure" && spec.experiment === "fgsm_softmax"
    )!;
    await Deno.remove(entryPath(store, measured.key), { recursive: true });
    const { code, errors } = await task("reproduce", [...SMOKE, "--out", "needed"]);
    assertEquals(code, 0, errors.join("\n"));
    same("needed");
    const back = await Promise.all(trainings.map(({ key }) => hasParameters(store, key)));
    assertEquals(back.filter((has) => has).length, 1);
    const forged = `${entryPath(store, trainings[1]!.key)}/manifest.json`;
    await withForged(forged, async () => {
      const other = receipt.runs.find(({ spec }) =>
        spec.kind === "measure" && Object.values(spec.parents).includes(trainings[1]!.key)
      )!;
      await Deno.remove(entryPath(store, other.key), { recursive: true });
      const refused = await task("reproduce", [...SMOKE, "--out", "forged"]);
      assertEquals(refused.code, 5, refused.errors.join("\n"));
      assertStringIncludes(refused.errors.join("\n"), "Two results for one key");
    });
    assertEquals((await task("reproduce", [...SMOKE, "--out", "mended"])).code, 0);
    same("mended");
  });

  await t.step("changed code of the same version is told, once for all runs it went through", async () => {
    await withFile("src/attacks/fgsm.ts", (text) => text + "\n// changed\n", async () => {
      const { code, errors } = await task("reproduce", [...SMOKE, "--out", "stale"]);
      assertEquals(code, 0);
      const told = errors.filter((line) => line.includes("computed by other code"));
      assertEquals(told.length, 1, errors.join("\n"));
      assertStringIncludes(told[0]!, "(src/: attacks/ in ");
      same("stale");
    });
    const { errors } = await task("reproduce", [...SMOKE, "--out", "fresh"]);
    assertEquals(errors.filter((line) => line.includes("other code")), []);
  });

  await t.step("an experiment that cannot be loaded costs its own claims, and ends with 3", async () => {
    await withFile("src/experiments/fgsm_softmax.ts", () => "this is not TypeScript", async () => {
      const { code, errors, stdout } = await task("reproduce", [...SMOKE, "--out", "broken"]);
      assertEquals(code, 3);
      assert(
        errors.some((line) => line.startsWith("error: the experiment fgsm_softmax failed: ")),
        errors.join("\n"),
      );
      assertStringIncludes(stdout, "Q5a");
      assertStringIncludes(read("broken/report.md"), "Q3a");
    });
  });

  await t.step("a probe of the invariances that fails costs its table, and ends with its error", async () => {
    const onlyQ2 = (text: string) =>
      text.split("\n").filter((line, i) => i === 0 || /^Q2[ab],/.test(line)).join("\n");
    const all = ["--profile", "smoke", "--store", "store", "--out", "unprobed"];
    await withFile(
      "data/claims.csv",
      onlyQ2,
      () =>
        withFile("src/stages/invariances/stage.ts", () => "Deno.exit(7);", async () => {
          const { code, errors } = await task("reproduce", all);
          assertEquals(code, 4, errors.join("\n"));
          assert(errors.some((line) => /measurement of the invariances failed.*exit code 7/.test(line)));
          assertStringIncludes(read("unprobed/report.md"), "Q2a");
        }),
    );
  });
});

/** Puts another digest of the removed parameters into a manifest for a while. */
async function withForged(path: string, act: () => Promise<void>): Promise<void> {
  const text = await Deno.readTextFile(path);
  const manifest = JSON.parse(text);
  manifest.removed["parameters.safetensors"] = "f".repeat(64);
  await Deno.writeTextFile(path, JSON.stringify(manifest));
  try {
    await act();
  } finally {
    await Deno.writeTextFile(path, text);
  }
}
