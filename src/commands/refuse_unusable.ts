/** What can be known of a folder before hours of work: that a stage can be given it and nothing is in its way. */
import { dirname } from "node:path";
import { DataError } from "../errors.ts";
import { permissionFlags } from "../stages/child.ts";

/**
 * Refuses a path that is no folder and cannot become one, or that no process can be limited to.
 *
 * @param option what names the path, for the message
 * @throws {DataError} when the path, or one above it, is a file
 * @throws {UsageError} when it has a comma
 */
export async function refuseUnusable(option: string, path: string): Promise<void> {
  permissionFlags({ read: [path], write: [], net: [] });
  for (let at = path;; at = dirname(at)) {
    try {
      if ((await Deno.stat(at)).isDirectory) return;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) continue;
      return; // whoever uses the folder says what is wrong
    }
    throw new DataError(`Cannot use ${option} ${path}: ${at} is a file, expected a folder`);
  }
}
