/** What can be known of a folder before hours of work: that a stage can be given it and nothing is in its way. */
import { dirname } from "node:path";
import { DataError } from "../errors.ts";
import { unwritablePart } from "../files/writable.ts";
import { permissionFlags } from "../stages/child.ts";

/**
 * Refuses a path that is no folder and cannot become one, that no process can be limited to, or that cannot be
 * written.
 *
 * @param option what names the path, for the message
 * @param use whether anything will be written there (default: it will)
 * @throws {DataError} when the path, or one above it, is a file, or when it cannot be written
 * @throws {UsageError} when it has a comma
 */
export async function refuseUnusable(
  option: string,
  path: string,
  use: "read" | "write" = "write",
): Promise<void> {
  permissionFlags({ read: [path], write: [], net: [] });
  await refuseFile(option, path);
  if (use === "read") return;
  const obstacle = unwritablePart(path);
  if (obstacle === null) return;
  const what = obstacle === path ? "it" : obstacle;
  throw new DataError(
    `Cannot write to ${option} ${path}: ${what} is read-only for this user; name another folder with ${option} DIR`,
  );
}

async function refuseFile(option: string, path: string): Promise<void> {
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
