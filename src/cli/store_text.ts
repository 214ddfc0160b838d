/** What a store holds, in words. */
import type { Cleaning, CleaningPlan } from "../commands/clean.ts";
import type { Contents } from "../commands/survey.ts";

/** "512 bytes", "4.2 kB", "1.3 GB". */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** "Store: /path (76 runs, checkpoints of 3, 12 MB)". */
export function storeLine(store: string, contents: readonly Contents[]): string {
  const count = (...kinds: Contents["kind"][]) =>
    contents.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { things }) => sum + things.length, 0);
  const bytes = contents.reduce((sum, each) => sum + each.bytes, 0);
  const checkpoints = count("checkpoints");
  const more = checkpoints === 0 ? "" : `, checkpoints of ${checkpoints}`;
  return `Store: ${store} (${count("training runs", "measurements")} runs${more}, ${bytesText(bytes)})`;
}

/** How many foreign things are named. */
const MOST_NAMED = 10;

function partText({ action, things: { length }, kind, root, bytes }: Cleaning): string {
  const size = bytesText(bytes);
  if (action !== "lighten") {
    return `${action.padEnd(6)}  ${String(length).padStart(6)} ${kind} in ${root}: ${size}`;
  }
  const runs = length === 1 ? "training run" : "training runs";
  return `make    ${
    String(length).padStart(6)
  } ${runs} in ${root} light: parameters go (${size}), results stay`;
}

/** What `clean` shows before it removes anything. */
export function cleanText({ parts, foreign }: CleaningPlan): string {
  const more = foreign.length - MOST_NAMED;
  return [
    ...(parts.length === 0 ? ["There is nothing to remove"] : parts.map(partText)),
    ...(foreign.length === 0 ? [] : ["Left in place, since this program did not make it:"]),
    ...foreign.slice(0, MOST_NAMED).map((path) => `  ${path}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}
