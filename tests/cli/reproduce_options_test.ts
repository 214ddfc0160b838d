import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DATA, dataOptions } from "../../src/cli/options/data_options.ts";
import { helpText, parseOptions } from "../../src/cli/options/options.ts";
import type { Environment } from "../../src/cli/environment.ts";
import { REPRODUCE, reproduceOptions } from "../../src/cli/options/reproduce_options.ts";
import { PROFILES } from "../../src/project/profiles.ts";
import { UsageError } from "../../src/errors.ts";

const ENVIRONMENT: Environment = { data: undefined, color: true, folder: "/home/me/place" };
const { signal } = new AbortController();

function options(args: string, environment: Partial<Environment> = {}, clock = () => 0) {
  const words = args.split(" ").filter((word) => word !== "");
  return reproduceOptions(parseOptions(REPRODUCE, words), { ...ENVIRONMENT, ...environment }, clock, signal);
}

Deno.test("reproduce without options is the quick profile with everything in its usual place", () => {
  const { profile, claims, seeds, dataset, dataDir, store, out, threads, jobs, offline, json, quiet } =
    options("");
  assertEquals([profile, claims, seeds, dataDir, out], ["quick", [], null, null, null]);
  assertEquals(dataset, { kind: "mnist", standIn: { train: 60_000, test: 10_000 } });
  assert(store.endsWith("/data/store"));
  assertEquals([threads, jobs], [Math.min(64, navigator.hardwareConcurrency), threads]);
  assertEquals([offline, json, quiet], [false, false, false]);
});

Deno.test("relative paths start where the user stood, absolute ones are kept", () => {
  const relative = options("--store s --out ../o --data-dir ./d --dataset idx:i");
  assertEquals(
    [relative.store, relative.out, relative.dataDir, relative.dataset],
    ["/home/me/place/s", "/home/me/o", "/home/me/place/d", { kind: "idx", folder: "/home/me/place/i" }],
  );
  const absolute = options("--store /s --out /o --data-dir /d --dataset idx:/i");
  assertEquals(
    [absolute.store, absolute.out, absolute.dataDir, absolute.dataset],
    ["/s", "/o", "/d", { kind: "idx", folder: "/i" }],
  );
  assertEquals(options("", { data: "../data" }).dataDir, "/home/me/data");
});

Deno.test("--data-dir wins over HARNESSING_DATA, and an empty HARNESSING_DATA is none", () => {
  assertEquals(options("", { data: "/e" }).dataDir, "/e");
  assertEquals(options("--data-dir /d", { data: "/e" }).dataDir, "/d");
  assertEquals(options("", { data: "" }).dataDir, null);
});

Deno.test("--seeds is a number of seeds or a list, and a list of one ends in a comma", () => {
  assertEquals(options("--seeds 3").seeds, [0, 1, 2]);
  assertEquals(options("--seeds 3,7,11").seeds, [3, 7, 11]);
  assertEquals(options("--seeds 3,").seeds, [3]);
  assertEquals(options("--seeds 0,2147483648").seeds, [0, 2 ** 31]);
});

Deno.test("--seeds refuses no seed, a seed twice and what is no seed", () => {
  for (
    const text of [
      "0",
      ",",
      "1,1",
      "1,01",
      "3,,5",
      ",3",
      "3,,",
      "a",
      "-1,2",
      "1.5,2",
      "2147483649,1",
      "10001",
    ]
  ) {
    assertThrows(() => options(`--seeds=${text}`), UsageError, "--seeds is ");
  }
});

Deno.test("--threads and --jobs are bounded, and no more runs go side by side than there are threads", () => {
  assertEquals([options("--threads 64 --jobs 3").threads, options("--threads 64 --jobs 3").jobs], [64, 3]);
  assertEquals(options("--threads 2 --jobs 64").jobs, 2);
  assertEquals(options("--threads 5").jobs, 5);
  for (const text of ["0", "65", "-1", "x", "1.5"]) {
    assertThrows(() => options(`--threads=${text}`), UsageError, `--threads is "${text}"`);
    assertThrows(() => options(`--jobs=${text}`), UsageError, `--jobs is "${text}"`);
  }
});

Deno.test("--claims is a list of words, and the empty ones stay to be refused", () => {
  assertEquals(options("--claims Q2,s4").claims, ["Q2", "s4"]);
  assertEquals(options("--claims Q2,,").claims, ["Q2", "", ""]);
});

Deno.test("--budget is used up when its time has passed, and never without it", () => {
  let now = 1000;
  const { expired } = options("--budget 10s", {}, () => now);
  now = 10_900;
  assertEquals(expired(), false);
  now = 11_100;
  assertEquals(expired(), true);
  assertEquals(options("", {}, () => 1e12).expired(), false);
});

Deno.test("colours are off with --no-color and where the environment has none", () => {
  assertEquals(
    [options("").color, options("--no-color").color, options("", { color: false }).color],
    [true, false, false],
  );
});

Deno.test("an unknown profile is refused with all that there are", () => {
  assertEquals(PROFILES.map((name) => options(`--profile ${name}`).profile), [...PROFILES]);
  assertThrows(() => options("--profile x"), UsageError, "expected smoke, quick, standard, full");
});

Deno.test("the help of reproduce names every promised option and every exit code", () => {
  const help = helpText(REPRODUCE);
  const promised =
    "profile claims seeds dataset data-dir store out threads jobs budget dry-run offline json quiet " +
    "no-color help";
  for (const name of promised.split(" ")) assert(new RegExp(`^  --${name}( |$)`, "m").test(help), name);
  assertEquals(Object.keys(REPRODUCE.options).length + 1, promised.split(" ").length);
  for (const code of [0, 1, 2, 3, 4, 5, 130]) assert(new RegExp(`\\b${code} [a-z]`).test(help), String(code));
  for (const profile of PROFILES) assertStringIncludes(help, profile);
  assert(help.split("\n").every((line) => line.length <= 110), "a line is too wide");
});

Deno.test("data takes a list of data sets and resolves their folders", () => {
  const parsed = parseOptions(DATA, ["--dataset", "mnist,idx:i", "--data-dir", "d", "--offline"]);
  const all = dataOptions(parsed, ENVIRONMENT, signal);
  assertEquals(all.map(({ dataset }) => dataset), [
    { kind: "mnist" },
    { kind: "idx", folder: "/home/me/place/i" },
  ]);
  assertEquals(
    all.map(({ dataDir, offline }) => [dataDir, offline]),
    Array(2).fill(["/home/me/place/d", true]),
  );
  const names = (...args: string[]) =>
    dataOptions(parseOptions(DATA, args), ENVIRONMENT, signal).map(({ dataset }) => dataset);
  assertEquals(names(), [{ kind: "mnist" }]);
  assertEquals(names("--dataset", "glyphs,"), [{ kind: "glyphs", counts: { train: 60_000, test: 10_000 } }]);
  assertThrows(() => names("--dataset", ","), UsageError, '--dataset is ","');
});
