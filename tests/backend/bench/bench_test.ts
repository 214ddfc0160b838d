/** The benchmark: its formula by hand, and a small run end to end, with unmodified tfjs beside it. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { benchChart } from "../../../src/backend/bench/bench_chart.ts";
import { benchTable } from "../../../src/backend/bench/bench_table.ts";
import { denseGflop } from "../../../src/backend/bench/cells.ts";
import type { BenchResult } from "../../../src/backend/bench/run_bench.ts";
import { renderSvg } from "../../../src/report/vega/render.ts";
import { within } from "../../support/compare.ts";

Deno.test("the dense arithmetic of a step is counted by the formula", () => {
  const cell = { model: "maxout", input: "dense", units: 240 } as const;
  const first = 784 * 1200;
  const all = first + 240 * 1200 + 240 * 10;
  const standard = 200 * (3 * all - first) / 1e9;
  const close = within(1e-12, "float64 sums of integers");
  close([denseGflop({ ...cell, mode: "standard" })], [standard]);
  close([denseGflop({ ...cell, mode: "adversarial" })], [400 * all / 1e9 + 2 * standard]);
});

Deno.test("bench --json measures every cell beside unmodified tfjs", async () => {
  const out = await Deno.makeTempDir();
  const flags = [
    "--units",
    "8",
    "--threads",
    "1",
    "--repeats",
    "1",
    "--data-dir",
    out,
    "--out",
    out,
    "--json",
  ];
  const { tasks } = JSON.parse(await Deno.readTextFile(new URL("../../../deno.json", import.meta.url)));
  const [, ...command] = tasks.bench.command.split(" ");
  const { stdout, stderr, code } = await new Deno.Command(Deno.execPath(), {
    args: [...command, ...flags],
    cwd: new URL("../../..", import.meta.url),
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const result: BenchResult = JSON.parse(new TextDecoder().decode(stdout));
  assertEquals(JSON.parse(await Deno.readTextFile(`${out}/bench.json`)), result);
  assert((await Deno.stat(`${out}/bench.svg`)).size > 0);
  await Deno.remove(out, { recursive: true });
  assert(result.peakGflops > 0 && result.peakLoops.length >= 6);
  assertEquals(result.gemm.map(({ layout }) => layout), Array(3).fill(["nn", "tn", "nt"]).flat());
  for (const { gflops, stockGflops } of result.gemm) assert(gflops > 0 && stockGflops! > 0);
  const dense = result.steps.filter(({ input }) => input === "dense");
  assertEquals(dense.map(({ mode }) => mode), ["standard", "adversarial"]);
  for (const { ms, stockMs, gflop, threads, efficiency } of result.steps) {
    assert(ms > 0 && stockMs! > 0);
    within(1e-9, "the same formula")([efficiency], [1000 * gflop / (ms * threads * result.peakGflops)]);
  }
  assertStringIncludes(benchTable(result), "Peak of one core");
  assertStringIncludes(await renderSvg(benchChart(result)), "unmodified tfjs");
});
