/**
 * Numbers that may be stale: the store has them, their key is right, and the code that computed them is not today's. A
 * version of a part (`src/runs/code.ts`) that is raised when a number moves gives such runs another key.
 */
import { changedRooms, type SourceCode } from "../../project/code_digest.ts";
import type { Entry } from "../../runs/mod.ts";

/** Stored runs that went through code that has changed since. */
export interface StaleEntries {
  /** How many. */
  readonly runs: number;
  /** How many of them went through each room of `src/` that changed, by its name. */
  readonly rooms: ReadonlyMap<string, number>;
}

/** Compares the code that entries recorded with today's; entries that recorded none are not counted. */
export async function staleEntries(entries: Iterable<Entry>, code: SourceCode): Promise<StaleEntries> {
  const rooms = new Map<string, number>();
  let runs = 0;
  for (const { spec, environment } of entries) {
    if (environment?.code === undefined) continue;
    const changed = changedRooms(environment.code, await code.digestsFor(spec));
    if (changed.length > 0) runs++;
    for (const room of changed) rooms.set(room, (rooms.get(room) ?? 0) + 1);
  }
  return { runs, rooms };
}
