/** The store stage, a process of its own that may do nothing but read and write one folder: the launcher may not. */
import { writeDatasetRecord, writeEntry } from "../../runs/mod.ts";
import { removeIfThere } from "../../files/remove_if_there.ts";
import { foldersIn } from "../../files/whole_folder.ts";
import { jsonLines, reply } from "../json_lines.ts";
import type { StoreRequest } from "../messages.ts";
import { errorMessage } from "../stage_error.ts";

/** Removes paths below `root`, and the folders above them that hold nothing any more. */
async function remove(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) await removeIfThere(`${root}/${path}`);
  const above = new Set(paths.filter((path) => path.includes("/")).map((path) => path.split("/")[0]!));
  for (const folder of above) {
    const path = `${root}/${folder}`;
    if ((await foldersIn(path)).length === 0) await Deno.remove(path).catch(() => {}); // it holds a file
  }
}

async function execute(request: StoreRequest): Promise<void> {
  if (request.type === "remove") return await remove(request.root, request.paths);
  if (request.type === "dataset") return await writeDatasetRecord(request.root, request.record);
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
