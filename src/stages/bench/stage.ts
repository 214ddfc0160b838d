/** The benchmark, a process of its own: it measures, writes `bench.json` and `bench.svg`, and replies with the result. */
import { benchChart } from "../../backend/bench/bench_chart.ts";
import { runBench } from "../../backend/bench/run_bench.ts";
import { writeAtomically } from "../../files/atomic_write.ts";
import { loadMnistIfPresent } from "../../project/bench_data.ts";
import { renderSvg } from "../../report/vega/render.ts";
import { reply } from "../json_lines.ts";
import { errorMessage } from "../stage_error.ts";
import type { BenchReply, BenchRequest } from "./launch.ts";

async function answer({ dataDir, out, ...options }: BenchRequest): Promise<BenchReply> {
  const result = await runBench({
    ...options,
    mnist: await loadMnistIfPresent(dataDir),
    progress: (line) => reply({ type: "progress", line }),
  });
  await Deno.mkdir(out, { recursive: true });
  const write = (name: string, text: string) =>
    writeAtomically(`${out}/${name}`, new TextEncoder().encode(text));
  await write("bench.json", `${JSON.stringify(result, null, 2)}\n`);
  await write("bench.svg", await renderSvg(benchChart(result)));
  return { type: "bench", result };
}

if (import.meta.main) {
  reply(await answer(JSON.parse(Deno.args[0]!)).catch(errorMessage));
  Deno.exit();
}
