/** The command as a user runs it, end to end, on the built-in digits. */
import { existsSync } from "node:fs";
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { FIGURE_NAMES } from "../../../src/report/figures/mod.ts";
import { hasEntry, readEntryFiles } from "../../../src/runs/mod.ts";
import { violations } from "../../cli/schema.ts";
import { deadAddress } from "../../datasets/support.ts";
import { filesBelow } from "../../runs/support.ts";
import { checkout, reproduce, start, writeDigits } from "../support.ts";

interface Run {
  readonly label: string;
  readonly seed: number;
  readonly key: string;
  readonly parametersSha256: string;
  readonly chainHead: string;
}

/** Figures that were there first; a new one adds itself to FIGURE_NAMES. */
const FIGURES = ["adversarial_grid", "error_against_epsilon", "linear_growth", "logistic_weights"];

Deno.test("deno task reproduce --profile smoke", async (t) => {
  await using place = await checkout();
  const { root, work } = place;
  const smoke = ["--profile", "smoke", "--store", "store", "--out", "out folder"];
  let runs: readonly Run[] = [];

  await t.step("ends with 0, a valid JSON value and nothing else on standard output", async () => {
    const { code, stdout, errors } = await reproduce(place, [...smoke, "--json", "--quiet"]);
    assertEquals([code, errors], [0, []]);
    const value = JSON.parse(stdout);
    assertEquals(violations(value), []);
    assertEquals([value.profile, value.dataset], ["smoke", "glyphs"]);
    assertEquals([value.store, value.report], [`${work}/store`, `${work}/out folder/report.html`]);
    const measured = value.claims.filter((claim: { mean: number | null }) => claim.mean !== null);
    assert(measured.length >= 10, `only ${measured.length} claims were measured`);
    assert(value.claims.every((claim: { graded: boolean }) => !claim.graded));
    runs = value.runs;
    for (const kind of ["softmax", "logistic", "maxout"]) {
      assert(runs.some(({ label }) => label.startsWith(kind)), `no run of ${kind}`);
    }
  });

  await t.step("writes every promised file and no other", () => {
    const drawn = FIGURE_NAMES.filter((name) => existsSync(`${work}/out folder/figures/${name}.svg`));
    assertEquals(FIGURES.filter((name) => !drawn.includes(name)), []);
    const figures = drawn.flatMap((name) => ["csv", "svg", "vl.json"].map((end) => `figures/${name}.${end}`));
    const texts = ["claims.csv", "environment.json", "receipt.json", "report.html", "report.md"];
    assertEquals(filesBelow(`${work}/out folder`), [...figures, ...texts].sort());
    for (const name of [...figures, ...texts]) {
      assert(Deno.statSync(`${work}/out folder/${name}`).size > 100, `${name} is all but empty`);
    }
    const page = Deno.readTextFileSync(`${work}/out folder/report.html`);
    assertStringIncludes(page, "</html>");
    for (const { parametersSha256 } of runs) assertStringIncludes(page, parametersSha256.slice(0, 12));
  });

  await t.step("keeps each run as a whole entry whose digests are those of the JSON", async () => {
    for (const { key, parametersSha256, chainHead } of runs) {
      const files = await readEntryFiles(`${work}/store`, key);
      const json = (name: string) => JSON.parse(new TextDecoder().decode(files[name]));
      assertEquals(json("metrics.json").parametersSha256, parametersSha256);
      assertEquals(json("chain.json").at(-1), chainHead);
      assertEquals(json("chain.json").length, json("metrics.json").costs.length + 1);
    }
    assertEquals(filesBelow(`${work}/store`).filter((path) => path.includes(".writing-")), []);
  });

  await t.step(
    "finds everything in the store the second time, with the same report to the byte",
    async () => {
      const second = ["--profile", "smoke", "--store", "store", "--out", "again"];
      const { code, errors, stdout } = await reproduce(place, second);
      assertEquals(code, 0);
      assertEquals(errors.filter((line) => /^\[\d+\/\d+\] /.test(line)), []);
      const found = /^(\d+) of (\d+) runs are in the store$/.exec(
        errors.find((line) => / in the store$/.test(line))!,
      )!;
      assertEquals(found[1], found[2]);
      assert(Number(found[1]) > runs.length);
      assertStringIncludes(stdout, `Report: ${work}/again/report.html`);
      assertMatch(stdout, /\nsanity: \d+ of \d+ checks hold\n/);
      for (const name of filesBelow(`${work}/out folder`)) {
        if (name === "environment.json" || name === "report.html") continue;
        const [one, other] = ["out folder", "again"].map((out) =>
          Deno.readTextFileSync(`${work}/${out}/${name}`)
        );
        assert(one === other, `${name} differs`);
      }
    },
  );

  await t.step("colours nothing where there is no terminal", async () => {
    const { stdout, errors } = await reproduce(place, [...smoke, "--claims", "Q2"]);
    assertStringIncludes(stdout, "Q2a");
    for (const text of [stdout, ...errors]) assert(!text.includes("\x1b") && !text.includes("\r"), text);
  });

  await t.step("computes the same bits with other threads and jobs", async () => {
    // the networks of the quick profile, 240 units wide, on few images
    await writeDigits(`${work}/few digits`, 700, 100);
    const claims = ["--claims", "Q2,Q3,Q5", "--seeds", "1", "--dataset", "idx:few digits"];
    const found: (readonly Run[])[] = [];
    for (const [threads, jobs] of [["1", "1"], ["2", "1"], ["3", "3"], ["8", "2"]] as const) {
      const wide = ["--threads", threads, "--jobs", jobs, "--store", `store ${threads} ${jobs}`];
      const { code, stdout } = await reproduce(place, [...claims, ...wide, "--out", "few", "--json"]);
      assertEquals(code, 0);
      const value = JSON.parse(stdout);
      assertEquals(violations(value), []);
      assertEquals([value.engine.threads, value.dataset], [Number(threads), `idx:${work}/few digits`]);
      assertEquals(value.runs.length, 3);
      found.push(value.runs);
    }
    for (const each of found) assertEquals(each, found[0]!);
  });

  await t.step("refuses in one line to train on fewer images than a batch", async () => {
    await writeDigits(`${work}/too few digits`, 90, 20);
    const { code, errors } = await reproduce(place, [
      ...[
        "--claims",
        "Q2",
        "--seeds",
        "1",
        "--dataset",
        "idx:too few digits",
        "--store",
        "few",
        "--out",
        "few",
      ],
    ]);
    assertEquals(code, 3);
    const told = errors.filter((line) => line.includes("too few digits has 90"));
    assertEquals(told.length, 1); // of the training, and of the measurement that waits for it
    assertStringIncludes(
      told[0]!,
      "expected at least a batch of 100; claims that need it are not comparable",
    );
    assert(errors.every((line) => !/^\s+at /.test(line)), "a stack is no message");
  });

  await t.step("runs from a subfolder of the project and reads paths from there", async () => {
    await Deno.mkdir(`${root}/reports/mine`, { recursive: true });
    const args = ["--profile", "smoke", "--claims", "s3", "--store", "../s", "--out", "o"];
    const { code, stdout } = await reproduce(place, args, { cwd: `${root}/reports/mine` });
    assertEquals(code, 0);
    assertStringIncludes(stdout, `Report: ${root}/reports/mine/o/report.html`);
    assert(filesBelow(`${root}/reports/s`).length > 0);
  });

  await t.step("puts the report and the store into the project where nothing else is said", async () => {
    const { code, stdout } = await reproduce(place, ["--profile", "smoke", "--claims", "s3", "--json"]);
    assertEquals(code, 0);
    const { store, report } = JSON.parse(stdout);
    assertEquals([store, report], [`${root}/data/store`, `${root}/reports/local/smoke-s3/report.html`]);
    assert(Deno.statSync(report).isFile && Deno.statSync(store).isDirectory);
  });

  await t.step("shares a store with the same command at the same time", async () => {
    const args = ["--profile", "smoke", "--claims", "s3,Q2", "--store", "shared", "--json", "--quiet"];
    const both = await Promise.all(["a", "b"].map((out) => reproduce(place, [...args, "--out", out])));
    assertEquals(both.map(({ code, errors }) => [code, errors]), [[0, []], [0, []]]);
    const [one, other] = both.map(({ stdout }) => JSON.parse(stdout));
    assertEquals(one.runs, other.runs);
    assert(one.runs.length > 0);
    for (const { key } of one.runs) assert(await hasEntry(`${work}/shared`, key));
    assertEquals(filesBelow(`${work}/shared`).filter((path) => path.includes(".writing-")), []);
  });

  await t.step("is not stopped by a reader that goes away", async () => {
    const args = ["--profile", "smoke", "--claims", "s3", "--store", "unread", "--out", "unread out"];
    const command = start(place, args, { launcher: true });
    await Promise.all([command.stdout.cancel(), command.stderr.cancel()]);
    assertEquals((await command.status).code, 0);
    assert(Deno.statSync(`${work}/unread out/report.html`).isFile);
  });

  await t.step(
    "repairs nothing by itself: a damaged entry is named, the others are used, and the exit is 3",
    async () => {
      const softmax = runs.find(({ label }) => label.startsWith("softmax"))!;
      const path = `${work}/store/${softmax.key.slice(0, 2)}/${softmax.key}/parameters.safetensors`;
      await Deno.truncate(path, 1000);
      const { code, errors } = await reproduce(place, [...smoke, "--claims", "Q2,Q5"]);
      assertEquals(code, 3);
      assert(errors.some((line) => line.startsWith("error: softmax") && line.includes(`Damaged: ${path}`)));
      assert(errors.some((line) => /^✓|^·|Q5/.test(line)), errors.join("\n"));
      await Deno.remove(path.slice(0, path.lastIndexOf("/")), { recursive: true });
      assertEquals((await reproduce(place, [...smoke, "--claims", "Q2,Q5"])).code, 0);
    },
  );

  await t.step("does not believe an entry that lies in another run's folder", async () => {
    const [one, other] = runs.filter(({ label }) => label.startsWith("logistic"));
    const folder = ({ key }: Run) => `${work}/store/${key.slice(0, 2)}/${key}`;
    await Deno.remove(folder(one!), { recursive: true });
    await Deno.mkdir(folder(one!));
    for (const { name } of Deno.readDirSync(folder(other!))) {
      await Deno.copyFile(`${folder(other!)}/${name}`, `${folder(one!)}/${name}`);
    }
    const { code, errors } = await reproduce(place, [...smoke, "--claims", "Q5"]);
    assertEquals(code, 3);
    assert(errors.some((line) => line.includes("spec.json is of another run")), errors.join("\n"));
  });
});

Deno.test("deno task reproduce without data and network uses the glyphs, says so and grades nothing", async () => {
  await using place = await checkout();
  const path = `${place.root}/data/mnist.json`;
  const manifest = JSON.parse(await Deno.readTextFile(path));
  for (const file of Object.values<{ mirrors: { url: string }[] }>(manifest.files)) {
    file.mirrors = [{ ...file.mirrors[0]!, url: `${deadAddress()}/mnist.gz` }];
  }
  await Deno.writeTextFile(path, JSON.stringify(manifest));
  const args = ["--claims", "s3", "--store", "store", "--out", "out"];
  const { code, stdout, errors } = await reproduce(place, args);
  assertEquals(code, 0);
  assertMatch(errors[0]!, /^note: MNIST is not available, so the built-in glyphs are used instead/);
  assertStringIncludes(errors[0]!, "Cannot download train-images-idx3-ubyte.gz: 1 of 1 mirrors failed");
  const last = stdout.trimEnd().split("\n").slice(-20).join(" ").replaceAll(/\s+/g, " ");
  assertStringIncludes(last, "! MNIST is not available, so the built-in glyphs are used instead");
  const json = JSON.parse((await reproduce(place, [...args, "--offline", "--json"])).stdout);
  assertEquals(violations(json), []);
  assertEquals(json.dataset, "glyphs");
  assert(json.claims.some(({ verdict }: { verdict: string }) => verdict === "reproduced"));
  assert(json.claims.every(({ graded }: { graded: boolean }) => !graded));
  const drawn = [...Deno.readDirSync(`${place.root}/data/cache`)].map(({ name }) => name).sort();
  assertEquals(drawn.filter((name) => name.startsWith(".")), []);
  assert(drawn.some((name) => name.startsWith("glyphs-")));

  const asked = await reproduce(place, ["--dataset", "mnist", "--claims", "s3", "--offline"]);
  assertEquals([asked.code, asked.stdout, asked.errors.length], [3, "", 1]);
  assertMatch(asked.errors[0]!, /^error: Cannot find .*train-images-idx3-ubyte\.gz, and --offline forbids/);
});
