/**
 * The data stage, a process of its own: it may use the network (the hosts of the manifest) and write the cache. It
 * reads one request, provides the data set and replies with its files.
 */
import { provideDataset, readManifest } from "../../datasets/mod.ts";
import { jsonLines, reply } from "../json_lines.ts";
import type { DataReply, DataRequest } from "../messages.ts";
import { errorMessage } from "../stage_error.ts";

async function answer(request: DataRequest, signal: AbortSignal): Promise<DataReply> {
  const files = await provideDataset({
    source: request.dataset,
    dataDir: request.dataDir ?? undefined,
    cacheDir: request.cacheDir,
    manifest: await readManifest(request.manifest),
    offline: request.offline,
    signal,
    onProgress: (progress) => reply({ type: "progress", ...progress }),
  });
  return { type: "data", files };
}

if (import.meta.main) {
  const interruption = new AbortController();
  for (const name of Deno.build.os === "windows" ? ["SIGINT"] as const : ["SIGINT", "SIGTERM"] as const) {
    Deno.addSignalListener(name, () => interruption.abort());
  }
  for await (const request of jsonLines<DataRequest>(Deno.stdin.readable)) {
    try {
      reply(await answer(request, interruption.signal));
    } catch (error) {
      reply(errorMessage(error));
    }
  }
}
