/** Standard output: results, which must not be lost without a word. */
import { DataError } from "../errors.ts";
import { writeWhole } from "./write_whole.ts";

/**
 * Writes a line of a result. A reader that went away (`| head`) has read all it wanted.
 *
 * @throws {DataError} when it cannot be written
 */
export function print(line: string): void {
  try {
    writeWhole(Deno.stdout, line + "\n");
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) return;
    throw new DataError(
      `Cannot write the result to standard output: ${
        error instanceof Error ? error.message : error
      }; whatever was computed is kept, run the command again with another output`,
    );
  }
}
