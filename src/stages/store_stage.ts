/** The store stage, a process of its own that may do nothing but read and write one store: it removes folders. */
import { foldersIn } from "../runs/whole_folder.ts";
import { jsonLines, reply } from "./lines.ts";
import type { StoreRequest } from "./messages.ts";
import { errorMessage } from "./stage_error.ts";

async function remove(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}

if (import.meta.main) {
  for await (const { root, folders } of jsonLines<StoreRequest>(Deno.stdin.readable)) {
    try {
      for (const folder of folders) await remove(`${root}/${folder}`);
      // folders that hold nothing any more go too
      for (const folder of new Set(folders.map((path) => path.split("/")[0]!))) {
        if ((await foldersIn(`${root}/${folder}`)).length === 0) {
          await Deno.remove(`${root}/${folder}`).catch(() => {});
        }
      }
      reply({ type: "removed" });
    } catch (error) {
      reply(errorMessage(error));
    }
  }
}
