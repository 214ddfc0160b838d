/** Whether something can be written at a path, asked without writing. */
import { existingPart } from "./real_path.ts";

/**
 * The nearest existing place at or above `path` where this user cannot write (a permission, or a read-only file
 * system), or null where nothing stands in the way. Always null on Windows: whoever writes says what is wrong.
 */
export function unwritablePart(path: string): string | null {
  if (Deno.build.os === "windows") return null;
  const at = existingPart(path);
  try {
    const { code } = new Deno.Command("test", { args: ["-w", at], stdin: "null" }).outputSync();
    return code === 1 ? at : null;
  } catch {
    return null; // no such program
  }
}
