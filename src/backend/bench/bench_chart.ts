/** The benchmark as a picture: milliseconds per training step beside unmodified tfjs, on a logarithmic axis. */
import type { TopLevelSpec } from "vega-lite";
import type { BenchResult } from "./run_bench.ts";

/** A Vega-Lite specification with the data inside. */
export function benchChart({ steps }: BenchResult): TopLevelSpec {
  const values = steps.flatMap((s) => {
    const cell = `${s.units} units, ${s.mode}, ${s.input}`;
    const own = { cell, engine: `kernel pack, ${s.threads} thread${s.threads > 1 ? "s" : ""}`, ms: s.ms };
    return s.stockMs === null || s.threads > 1
      ? [own]
      : [own, { cell, engine: "unmodified tfjs", ms: s.stockMs }];
  });
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    title: "Milliseconds per training step of 100 images",
    width: 480,
    data: { values },
    mark: { type: "point", filled: true, size: 70 },
    encoding: {
      y: { field: "cell", type: "nominal", sort: null, title: null, axis: { labelLimit: 300, grid: true } },
      x: { field: "ms", type: "quantitative", scale: { type: "log" }, title: "ms per step (logarithmic)" },
      color: { field: "engine", type: "nominal", sort: null, title: null },
      shape: { field: "engine", type: "nominal", sort: null, title: null },
    },
  };
}
