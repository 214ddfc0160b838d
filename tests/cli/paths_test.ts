/** Outputs are never written into a committed report, by whatever name its folder is called. */
import { assertEquals, assertThrows } from "@std/assert";
import { BENCH, benchOptions } from "../../src/cli/options/bench_options.ts";
import { CLEAN, cleanOptions } from "../../src/cli/options/clean_options.ts";
import { type CommandSpec, type OptionTable, parseOptions } from "../../src/cli/options/options.ts";
import { outputPath } from "../../src/cli/options/paths.ts";
import { REPORT, reportOptions } from "../../src/cli/options/report_options.ts";
import { REPRODUCE, reproduceOptions } from "../../src/cli/options/reproduce_options.ts";
import { VERIFY, verifyOptions } from "../../src/cli/options/verify_options.ts";
import { UsageError } from "../../src/errors.ts";
import { isWithin, realPath } from "../../src/files/real_path.ts";
import { rootPath } from "../../src/project/root.ts";
import { temporaryFolder } from "../runs/support.ts";

const { signal } = new AbortController();

Deno.test("outputPath() refuses committed reports through links, dots and folders that are not there yet", async () => {
  await using place = await temporaryFolder();
  const link = `${place.path}/link`;
  await Deno.symlink(rootPath("."), link);
  await Deno.symlink(rootPath("reports/full"), `${place.path}/dangling`);
  const refused = [
    rootPath("reports/smoke"),
    rootPath("reports/smoke/"),
    rootPath("reports/smoke/figures/new/folder"),
    rootPath("src/../reports/./smoke"),
    `${link}/reports/smoke`,
    `${link}/reports/full/x`,
    `${place.path}/dangling`,
    "link/reports/quick",
  ];
  for (const path of refused) {
    assertThrows(
      () => outputPath("out", path, place.path),
      UsageError,
      "--out is in the committed report of ",
    );
  }
  for (
    const path of [
      `${link}/reports/local/smoke`,
      `${link}/reports`,
      rootPath("reports/smoke2"),
      "reports/smoke",
    ]
  ) {
    outputPath("out", path, place.path);
  }
});

Deno.test("every option that names an output refuses a committed report", () => {
  const environment = { data: undefined, color: false, folder: rootPath(".") };
  const given = <O extends OptionTable, A extends string>(spec: CommandSpec<O, A>, option: string) =>
    parseOptions(spec, [option, "reports/smoke/x"]);
  const commands = {
    "reproduce --out": () => reproduceOptions(given(REPRODUCE, "--out"), environment, () => 0, signal),
    "reproduce --store": () => reproduceOptions(given(REPRODUCE, "--store"), environment, () => 0, signal),
    "report --out": () => reportOptions(given(REPORT, "--out"), environment, signal),
    "verify --store": () => verifyOptions(given(VERIFY, "--store"), environment, () => 0, signal),
    "clean --store": () => cleanOptions(given(CLEAN, "--store"), environment),
    "bench --out": () => benchOptions(given(BENCH, "--out"), environment),
  };
  for (const [name, command] of Object.entries(commands)) {
    assertThrows(command, UsageError, `${name.split(" ")[1]} is in the committed report of smoke`);
  }
});

Deno.test("realPath() follows links also where the rest of the path, or what they point at, is not there", async () => {
  await using place = await temporaryFolder();
  const root = Deno.realPathSync(place.path);
  await Deno.mkdir(`${root}/a`);
  await Deno.symlink(`${root}/a`, `${root}/to a`);
  await Deno.symlink("a/new", `${root}/to new`);
  await Deno.symlink("circle", `${root}/circle`);
  assertEquals(realPath(`${root}/to a/b/c`), `${root}/a/b/c`);
  assertEquals(realPath(`${root}/to new/c`), `${root}/a/new/c`);
  assertEquals(realPath(`${root}/circle/c`).startsWith(root), true);
  assertEquals([isWithin(`${root}/to a/x`, `${root}/a`), isWithin(`${root}/ab`, `${root}/a`)], [true, false]);
});
