/**
 * A compute stage, a process of its own without network: it reads data sets, executes runs one after another and
 * writes their entries to the store. The engine is restarted when a run asks for another number of threads.
 */
import { type Engine, startEngine } from "../../backend/engine.ts";
import { datasetLoader, type Loader } from "../../datasets/mod.ts";
import type { Workplace } from "../../execution/execute_measure.ts";
import { executeRun } from "../../execution/execute_run.ts";
import { ago } from "../../project/clock.ts";
import {
  type Canonical,
  checkSegments,
  fit,
  type FitSpec,
  parseSpec,
  preprocessBy,
  sweepStore,
  type TrainSpec,
} from "../../runs/mod.ts";
import { endWithParent } from "../end_with_parent.ts";
import { jsonLines, reply } from "../json_lines.ts";
import type { ComputeReply, ComputeRequest, SegmentsRequest } from "../messages.ts";
import { errorMessage } from "../stage_error.ts";

/** Half-written entries older than this have no writer any more. */
const ABANDONED_MS = 3_600_000;

async function executeSegments({ engine, store, dataset }: Workplace, request: SegmentsRequest) {
  const { key, published, epochs } = request;
  const spec = parseSpec(request.spec, `the request of ${key}`) as Canonical<TrainSpec>;
  const last = Math.max(...epochs);
  const fitting = request.fit && parseSpec(request.fit, `the preprocessing of ${key}`) as Canonical<FitSpec>;
  const run = {
    ...{ key, spec, epochs: last, dataset },
    ...(fitting === undefined ? {} : { preprocess: preprocessBy(fit(fitting, dataset)) }),
  };
  return await checkSegments(engine, run, published, epochs, store, (epoch) => {
    reply({ type: "progress", key, done: epoch / last, note: `epoch ${epoch}/${last}` });
  });
}

async function answer(
  place: Workplace,
  request: Exclude<ComputeRequest, { type: "start" }>,
): Promise<ComputeReply> {
  const { key } = request;
  if (request.type === "segments") {
    return { type: "segments", key, results: await executeSegments(place, request) };
  }
  const finished = await executeRun(
    place,
    request,
    (done, note) => reply({ type: "progress", key, done, note }),
  );
  return { type: "done", key, finished };
}

async function serve(): Promise<void> {
  let store = "";
  let load: Loader = datasetLoader([]);
  let engine: Engine | undefined;
  using _watch = endWithParent();
  try {
    for await (const request of jsonLines<ComputeRequest>(Deno.stdin.readable)) {
      try {
        if (request.type === "start") {
          store = request.store;
          if (!request.readOnly) await sweepStore(store, ago(ABANDONED_MS));
          load = datasetLoader(request.datasets);
          reply({ type: "ready" });
          continue;
        }
        const dataset = await load(request.type === "run" ? request.basis.data : request.data);
        if (engine?.threads !== request.threads) {
          engine?.[Symbol.dispose]();
          engine = undefined;
          engine = await startEngine({ threads: request.threads });
        }
        reply(await answer({ engine, store, dataset }, request));
      } catch (error) {
        reply(errorMessage(error));
      }
    }
  } finally {
    engine?.[Symbol.dispose]();
  }
}

if (import.meta.main) await serve();
