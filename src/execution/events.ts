/** Events as an async iterable, from code that tells them as they happen. */

/**
 * The events that `run` emits, in order; ends when `run` does, and throws what it throws. Events wait until they are
 * asked for, and `run` does not wait for that. Whoever stops listening early aborts the signal that `run` was given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const events = eventsOf<number>(async (emit) => {
 *   emit(1);
 *   await Promise.resolve();
 *   emit(2);
 * });
 * assertEquals(await Array.fromAsync(events), [1, 2]);
 * ```
 */
export async function* eventsOf<Event>(
  run: (emit: (event: Event) => void, stopped: AbortSignal) => Promise<void>,
): AsyncGenerator<Event, void> {
  const stop = new AbortController();
  const waiting: Event[] = [];
  let wake = Promise.withResolvers<void>();
  let ended = false;
  const running = run((event) => {
    waiting.push(event);
    wake.resolve();
  }, stop.signal).finally(() => {
    ended = true;
    wake.resolve();
  });
  running.catch(() => {}); // it is thrown below, after the events before it
  try {
    while (true) {
      yield* waiting.splice(0);
      if (waiting.length > 0) continue;
      if (ended) break;
      await wake.promise;
      wake = Promise.withResolvers<void>();
    }
    await running;
  } finally {
    stop.abort();
    await running.catch(() => {});
  }
}
