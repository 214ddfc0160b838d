/** Standard error: progress and notes. Nothing there is worth stopping a computation for. */
import { writeWhole } from "./write_whole.ts";

/** Writes a text at once, or gives it up: the reader may have gone (`2>&1 | head`), the disk may be full. */
export function writeStderr(text: string): void {
  try {
    writeWhole(Deno.stderr, text);
  } catch {
    // there is nowhere left to say it
  }
}

/** Writes a line. */
export function printError(line: string): void {
  writeStderr(line + "\n");
}
