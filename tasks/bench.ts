/** `deno task bench`: the speed of the kernels and of training steps beside unmodified tfjs, as ratios. */
import { resolve } from "node:path";
import { benchChart } from "../src/backend/bench/bench_chart.ts";
import { benchTable } from "../src/backend/bench/bench_table.ts";
import { runBench } from "../src/backend/bench/run_bench.ts";
import { main } from "../src/cli/main.ts";
import { type CommandSpec, wholeNumber } from "../src/cli/options.ts";
import { loadMnistIfPresent } from "../src/project/bench_data.ts";
import { renderSvg } from "../src/report/vega/render.ts";

const BENCH: CommandSpec = {
  task: "bench",
  summary:
    "Measures the kernels and whole training steps, each beside unmodified tfjs in a worker of its own.",
  options: {
    units: { value: "N,…", help: "maxout units per layer (default: 240,1600, the paper's)" },
    threads: { value: "N", help: "threads beside one, 1 to 64 (default: one per core)" },
    repeats: { value: "N", help: "how often each cell is measured (default 3); the median is reported" },
    "no-stock": { help: "leave unmodified tfjs out, which takes most of the time" },
    "data-dir": { value: "DIR", help: "where mnist/ lies (default: HARNESSING_DATA, then data/cache)" },
    out: { value: "DIR", help: "where bench.json and bench.svg go (default: reports/local/bench)" },
    json: { help: "print one JSON value instead of the table" },
  },
};

await main(BENCH, async (flags) => {
  const number = (name: string, text: string | true | undefined, fallback: number, most: number) =>
    text === undefined ? fallback : wholeNumber(name, String(text), 1, most);
  const threads = number("threads", flags["threads"], navigator.hardwareConcurrency, 64);
  const units = String(flags["units"] ?? "240,1600").split(",").map((n) =>
    wholeNumber("units", n, 1, 10_000)
  );
  const out = resolve(String(flags["out"] ?? "reports/local/bench"));
  const result = await runBench({
    units,
    threads: threads === 1 ? [1] : [1, threads],
    repeats: number("repeats", flags["repeats"], 3, 100),
    stock: flags["no-stock"] !== true,
    mnist: await loadMnistIfPresent(
      flags["data-dir"] as string | undefined ?? Deno.env.get("HARNESSING_DATA"),
    ),
    progress: (line) => console.error(`measured: ${line}`),
  });
  await Deno.mkdir(out, { recursive: true });
  await Deno.writeTextFile(`${out}/bench.json`, `${JSON.stringify(result, null, 2)}\n`);
  await Deno.writeTextFile(`${out}/bench.svg`, await renderSvg(benchChart(result)));
  if (flags["json"]) console.log(JSON.stringify(result));
  else console.log(`${benchTable(result)}\n\nPicture: ${out}/bench.svg`);
  return 0;
});
