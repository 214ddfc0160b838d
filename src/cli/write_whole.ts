/** A whole text to a stream that may take it in pieces. */

/** How long to wait for a reader that is slower than we are, in milliseconds. */
const PAUSE = 5;

/** Whether the stream only wants to be asked again: another process may have made a shared pipe non-blocking. */
function isBusy(error: unknown): boolean {
  return error instanceof Deno.errors.WouldBlock || error instanceof Deno.errors.Interrupted;
}

/**
 * Writes all of a text before it returns.
 *
 * @throws the error of the system
 */
export function writeWhole(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += stream.writeSync(bytes.subarray(at));
    } catch (error) {
      if (!isBusy(error)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}
