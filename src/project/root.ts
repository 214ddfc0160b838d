/** The project's own folder, whose tables, sources and default folders the commands use. */
import { fileURLToPath } from "node:url";

const ROOT = new URL("../../", import.meta.url);

/** The absolute path of a file or folder of the project; a URL would spell a space as "%20". */
export function rootPath(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}
