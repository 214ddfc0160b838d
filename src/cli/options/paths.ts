/** Paths on the command line: relative ones start where the user stood, and none may be a committed report. */
import { resolve } from "node:path";
import { UsageError } from "../../errors.ts";
import { committedProfile } from "../../project/committed_reports.ts";

/**
 * The absolute path of a folder that a command writes.
 *
 * @param option its name, without the dashes
 * @throws {UsageError} for a place in a committed report
 */
export function outputPath(option: string, text: string, folder: string): string {
  const path = resolve(folder, text);
  const profile = committedProfile(path);
  if (profile === undefined) return path;
  throw new UsageError(
    `--${option} is in the committed report of ${profile}: only deno task reference writes there, name another folder`,
  );
}
