/** The benchmark as text: one table of products, one of steps, and where the time of a step goes. */
import type { BenchResult, StepResult } from "./run_bench.ts";

type Row = readonly string[];

function table(rows: readonly Row[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => row[i]!.length)));
  return rows.map((row) => row.map((cell, i) => cell.padStart(widths[i]!)).join("  ").trimEnd()).join("\n");
}

const times = (ratio: number | null): string => ratio === null ? "-" : `${ratio.toFixed(1)}x`;

function profileLine({ units, mode, input, threads, profile }: StepResult): string {
  const total = profile.reduce((sum, { ms }) => sum + ms, 0);
  const byName = new Map<string, number>();
  for (const { name, ms } of profile) byName.set(name, (byName.get(name) ?? 0) + ms);
  const shares = [...byName].sort((a, b) => b[1] - a[1]).slice(0, 5)
    .map(([name, ms]) => `${name} ${Math.round(100 * ms / total)} %`);
  return `${units} ${mode}, ${input}, ${threads} threads: ${shares.join(", ")}`;
}

/** The text that `bench` prints. */
export function benchTable(result: BenchResult): string {
  const { peakGflops, gemm, steps } = result;
  const products = [
    ["product", "layout", "threads", "GFLOPS", "of peak", "tfjs", "ratio"],
    ...gemm.map((g) => [
      `${g.m} x ${g.k} x ${g.n}`,
      g.layout,
      String(g.threads),
      g.gflops.toFixed(1),
      (g.gflops / peakGflops / g.threads).toFixed(2),
      g.stockGflops === null ? "-" : g.stockGflops.toFixed(1),
      times(g.stockGflops === null ? null : g.gflops / g.stockGflops),
    ]),
  ];
  const stepRows = [
    ["units", "step", "input", "threads", "ms", "repeats", "efficiency", "tfjs ms", "ratio"],
    ...steps.map((s) => [
      String(s.units),
      s.mode,
      s.input,
      String(s.threads),
      s.ms.toFixed(2),
      s.repeats.map((ms) => ms.toFixed(2)).join(" "),
      s.efficiency.toFixed(2),
      s.stockMs === null ? "-" : s.stockMs.toFixed(0),
      times(s.stockMs === null ? null : s.stockMs / s.ms),
    ]),
  ];
  return [
    `Peak of one core, multiply then add: ${peakGflops.toFixed(1)} GFLOPS`,
    table(products),
    table(stepRows),
    "Where the time goes:",
    ...steps.map(profileLine),
  ].join("\n\n").replace(/:\n\n(?=\d)/, ":\n").replace(/(%)\n\n/g, "$1\n");
}
