/**
 * Numbers that may be stale: the store has them, their key is right, and the code that computed them is not today's. A
 * version in `src/runs/spec.ts` that is raised when a number moves gives such runs another key.
 */
import { changedRooms, type SourceCode } from "../../project/code_digest.ts";
import type { Entry } from "../../runs/mod.ts";

/** How many stored runs went through code that has changed since, by the rooms that changed: "attacks, models". */
export type StaleEntries = ReadonlyMap<string, number>;

/** Compares the code that entries recorded with today's; entries that recorded none are not counted. */
export async function staleEntries(entries: Iterable<Entry>, code: SourceCode): Promise<StaleEntries> {
  const stale = new Map<string, number>();
  for (const { spec, environment } of entries) {
    if (environment?.code === undefined) continue;
    const rooms = changedRooms(environment.code, await code.digestsFor(spec)).join(", ");
    if (rooms !== "") stale.set(rooms, (stale.get(rooms) ?? 0) + 1);
  }
  return stale;
}
