/** What can be known of a folder before hours of work: that nothing keeps it from being made. */
import { dirname } from "node:path";
import { DataError } from "../errors.ts";

/**
 * Refuses a path that is no folder and cannot become one.
 *
 * @param option what names the path, for the message
 * @throws {DataError} when the path, or one above it, is a file
 */
export async function refuseFileInTheWay(option: string, path: string): Promise<void> {
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
