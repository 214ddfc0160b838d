/** SHA-256, the identity of everything here: data, kernels, specifications, parameters, files. */
import { createHash } from "node:crypto";

/**
 * SHA-256 of `content` (a text as UTF-8) as 64 hexadecimal digits.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(sha256("").slice(0, 16), "e3b0c44298fc1c14");
 * ```
 */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
