/** The store stage, a process of its own that may do nothing but read and write one folder: the launcher may not. */
import { removeIfThere } from "../../files/remove_if_there.ts";
import { lightenEntry, writeDatasetRecord, writeEntry } from "../../runs/mod.ts";
import { jsonLines, reply } from "../json_lines.ts";
import type { StoreRequest } from "../messages.ts";
import { errorMessage } from "../stage_error.ts";

/** The folders above a path that is relative to a root, from the nearest to the farthest. */
function above(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, i) => names.slice(0, names.length - i).join("/"));
}

/** Removes paths below `root`, and the folders above them that hold nothing any more. */
async function remove(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) await removeIfThere(`${root}/${path}`);
  const folders = [...new Set(paths.flatMap(above))].sort((a, b) => b.length - a.length);
  for (const folder of folders) await Deno.remove(`${root}/${folder}`).catch(() => {}); // it holds something
}

async function execute(request: StoreRequest): Promise<void> {
  if (request.type === "remove") return await remove(request.root, request.paths);
  if (request.type === "dataset") return await writeDatasetRecord(request.root, request.record);
  if (request.type === "lighten") {
    for (const key of request.keys) await lightenEntry(request.root, key);
    return;
  }
  const files = Object.entries(request.files).map(([name, text]) => [name, new TextEncoder().encode(text)]);
  await writeEntry(request.root, request.key, Object.fromEntries(files));
}

if (import.meta.main) {
  for await (const request of jsonLines<StoreRequest>(Deno.stdin.readable)) {
    try {
      await execute(request);
      reply({ type: "done" });
    } catch (error) {
      reply(errorMessage(error));
    }
  }
}
