/** JSON values, one per line, over byte streams. */

/** A stream that turns chunks of text into lines without their "\n"; the last line needs none. */
class TextLineStream extends TransformStream<string, string> {
  constructor() {
    let rest = "";
    super({
      transform(chunk, controller) {
        const lines = (rest + chunk).split("\n");
        rest = lines.pop()!;
        for (const line of lines) controller.enqueue(line);
      },
      flush(controller) {
        if (rest !== "") controller.enqueue(rest);
      },
    });
  }
}

/** The values of a stream of JSON lines. Lines that are not JSON are an error: only our own programs write them. */
export async function* jsonLines<T>(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<T> {
  for await (const line of stream.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())) {
    if (line !== "") yield JSON.parse(line) as T;
  }
}

/** A value as a line of JSON, encoded. */
export function jsonLine(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(value) + "\n");
}

/**
 * Writes a value to standard output at once, even from a computation that does not yield. Where nobody reads any
 * more, the launcher is gone, and the process ends.
 */
export function reply(value: unknown): void {
  const bytes = jsonLine(value);
  try {
    for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
  } catch (error) {
    if (error instanceof Deno.errors.BrokenPipe) Deno.exit(130);
    throw error;
  }
}
