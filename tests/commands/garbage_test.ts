/** Whatever is wrong: one clear line, the documented exit code, nothing half-written. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { gzip } from "../../src/datasets/gzip.ts";
import { encodeIdxLabels } from "../../src/datasets/idx.ts";
import { filesBelow } from "../runs/support.ts";
import { mountSmall } from "../support/small_disk.ts";
import { writeTiny } from "../datasets/support.ts";
import { type Checkout, checkout, type CommandOptions, reproduce } from "./support.ts";

/** Runs a command that must fail with one line, and that writes nothing. */
async function refuses(
  place: Checkout,
  args: readonly string[],
  code: number,
  message: RegExp,
  options?: CommandOptions,
): Promise<void> {
  const before = [filesBelow(place.root), filesBelow(place.work)];
  const outcome = await reproduce(place, args, options);
  assertEquals(outcome.errors.length, 1, outcome.errors.join("\n"));
  assertMatch(outcome.errors[0]!, message);
  assertMatch(outcome.errors[0]!, /^error: [A-Z-].*[^.]$/);
  assertEquals([outcome.code, outcome.stdout], [code, ""]);
  assertEquals([filesBelow(place.root), filesBelow(place.work)], before);
}

Deno.test("deno task reproduce refuses wrong usage with exit code 2 and one line", async (t) => {
  await using place = await checkout();
  const smoke = ["--profile", "smoke", "--claims", "s3"];
  const cases: [string, string[], RegExp][] = [
    ["an unknown profile", ["--profile", "x"], /--profile is "x", expected smoke, quick, standard, full/],
    ["an unknown claim", ["--claims", "nope"], /found "nope", expected an id \(Q2a\)/],
    ["a claim almost right", ["--claims", "Q14a.eror"], /did you mean "Q14a\.error"\?/],
    ["an empty claim", ["--claims", "Q2,,"], /found "", expected an id/],
    ["no thread", ["--threads", "0"], /--threads is "0", expected a whole number from 1 to 64/],
    ["too many threads", ["--threads", "65"], /--threads is "65"/],
    ["no job", ["--jobs", "0"], /--jobs is "0"/],
    ["no seed", ["--seeds", "0"], /--seeds is "0"/],
    ["a seed twice", ["--seeds", "1,1"], /--seeds is "1,1", expected each seed once/],
    ["an empty list of seeds", ["--seeds", ","], /--seeds is ""/],
    [
      "an unknown data set",
      ["--dataset", "foo"],
      /Unknown data set "foo": expected mnist, glyphs or idx:DIR/,
    ],
    ["a data set almost right", ["--dataset", "glyps"], /did you mean "glyphs"\?/],
    ["a data set without its folder", ["--dataset", "idx:"], /expected a folder after the colon/],
    ["an unknown option", ["--treads", "2"], /Unknown option --treads \(did you mean "--threads"\?\)/],
    ["a stray argument", ["mnist"], /Unexpected argument "mnist"/],
    ["a budget without unit", ["--budget", "10"], /--budget is "10", expected a duration such as 90s/],
    [
      "a path with a comma",
      [...smoke, "--store", "a,b"],
      /a,b: Deno cannot limit a process to a path with a comma/,
    ],
  ];
  for (const [name, args, message] of cases) {
    // --offline, so that a case that is not refused as it must does not start to download
    await t.step(name, () => refuses(place, [...args, "--offline"], 2, message));
  }
});

Deno.test("deno task reproduce refuses data that are not right with exit code 3 and one line", async (t) => {
  await using place = await checkout();
  const { root, work } = place;
  const claims = ["--claims", "s3"];

  await t.step(
    "a mistyped HARNESSING_DATA",
    () => refuses(place, claims, 3, /data directory .*\/work here\/dta: it is not a folder/, { data: "dta" }),
  );

  await t.step(
    "a folder that is none",
    () =>
      refuses(
        place,
        [...claims, "--dataset", "idx:/nonexistent"],
        3,
        /idx:\/nonexistent: it is not a folder/,
      ),
  );

  await t.step("a folder without MNIST", async () => {
    await Deno.mkdir(`${work}/empty`);
    await refuses(
      place,
      [...claims, "--data-dir", "empty"],
      3,
      /there is no mnist\/train-images-idx3-ubyte\.gz/,
    );
  });

  await t.step("a truncated file", async () => {
    await writeTiny(`${work}/idx`);
    await Deno.truncate(`${work}/idx/train-images-idx3-ubyte.gz`, 30);
    const message = /train-images-idx3-ubyte\.gz: the gzip data is truncated/;
    await refuses(place, [...claims, "--dataset", "idx:idx"], 3, message);
  });

  await t.step("a file that is not gzip, and one that is not IDX", async () => {
    await Deno.writeTextFile(`${work}/idx/train-images-idx3-ubyte.gz`, "<html>not found</html>");
    await refuses(place, [...claims, "--dataset", "idx:idx"], 3, /train-images-idx3-ubyte\.gz/);
    const labels = await gzip(encodeIdxLabels(new Uint8Array(3)));
    await Deno.writeFile(`${work}/idx/train-images-idx3-ubyte.gz`, labels);
    await refuses(place, [...claims, "--dataset", "idx:idx"], 3, /expected 0x00000803/);
  });

  await t.step("a digest that is not MNIST's", async () => {
    await writeTiny(`${work}/other/mnist`);
    const message =
      /mnist\/train-images-idx3-ubyte\.gz: SHA-256 of its content is [0-9a-f]{64}, expected [0-9a-f]{64}/;
    await refuses(place, claims, 3, message, { data: "other" });
  });

  await t.step("a manifest and a table of claims that are damaged", async () => {
    for (const [name, message] of [["mnist.json", /manifest/], ["claims.csv", /claims\.csv/]] as const) {
      const path = `${root}/data/${name}`;
      const text = await Deno.readTextFile(path);
      await Deno.writeTextFile(path, text.slice(0, text.lastIndexOf(",", text.length / 2)));
      await refuses(place, [...claims, "--offline"], 3, message);
      await Deno.writeTextFile(path, text);
    }
  });
});

Deno.test("deno task reproduce refuses folders it cannot use, before it computes", async (t) => {
  await using place = await checkout();
  const { root, work } = place;
  const smoke = ["--profile", "smoke", "--claims", "s3"];
  assertEquals((await reproduce(place, [...smoke, "--out", "first"])).code, 0); // draws the glyphs
  await Deno.writeTextFile(`${work}/file`, "");

  for (const option of ["--out", "--store"]) {
    await t.step(`${option} at and below a regular file`, async () => {
      for (const path of ["file", "file/a/b"]) {
        const message = new RegExp(`Cannot use ${option} .*/${path}: .*/file is a file, expected a folder`);
        await refuses(place, [...smoke, option, path], 3, message);
      }
    });
  }

  await t.step("a cache that is a file", async () => {
    await Deno.rename(`${root}/data/cache`, `${work}/cache`);
    await Deno.writeTextFile(`${root}/data/cache`, "");
    await refuses(place, smoke, 3, /Cannot write below .*data\/cache/);
  });
});

Deno.test("deno task reproduce on a full disk names it and leaves no part of an entry", async (t) => {
  await using place = await checkout();
  const store = `${place.work}/small`;
  await using small = await mountSmall(store, 64);
  const smoke = ["--profile", "smoke", "--claims", "Q2", "--seeds", "1"];
  const fails = async (message: RegExp, options?: CommandOptions) => {
    const { code, errors } = await reproduce(place, [...smoke, "--store", "small", "--out", "out"], options);
    assertEquals(code, 3);
    const told = errors.filter((line) => line.startsWith("error: "));
    assert(told.length >= 1, errors.join("\n"));
    for (const line of told) assertMatch(line, message);
    assertEquals(filesBelow(store).filter((path) => /writing-|parameters/.test(path)), []);
  };
  await t.step({
    name: "a file system without room (skipped where nothing can be mounted)",
    ignore: small === undefined,
    fn: async () => {
      await Deno.writeFile(`${store}/filler`, new Uint8Array(52_000));
      await fails(/no space left on device.*free some space and run the command again/i);
      await Deno.remove(`${store}/filler`);
    },
  });
  await t.step("the same command once there is room", async () => {
    const { code, stdout } = await reproduce(place, [...smoke, "--store", "roomy", "--out", "out"]);
    assertEquals(code, 0);
    assertStringIncludes(stdout, "Q2a");
  });
});
