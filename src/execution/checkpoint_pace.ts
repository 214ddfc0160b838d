/**
 * When checkpoints are written: as often as they cost no more than a small share of the computing time. The clock
 * decides when there is one, never what is in it.
 */

/** Checkpoints may take this share of the time. */
const SHARE = 0.03;
/** Computing that is not worth a checkpoint, in milliseconds. */
const LEAST = 1000;

/**
 * A function that is given each chance to write a checkpoint and takes some of them.
 *
 * @param clock milliseconds
 */
export function checkpointPace(clock: () => number): (write: () => Promise<void>) => Promise<void> {
  let last = clock();
  let cost = 0;
  return async (write) => {
    const now = clock();
    if (now - last < Math.max(LEAST, cost / SHARE)) return;
    await write();
    last = clock();
    cost = last - now;
  };
}
