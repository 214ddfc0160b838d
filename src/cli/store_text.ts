/** What a store holds, in words. */
import { changes, type Cleaning, type CleaningPlan } from "../commands/clean/clean.ts";
import type { Contents } from "../commands/clean/survey.ts";

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
  return `Store: ${store} (${count("training runs", "fitted preprocessings", "measurements")} runs${more}, ${
    bytesText(bytes)
  })`;
}

/** How many foreign things are named. */
const MOST_NAMED = 10;

/** "1 training run", "3 measurements"; remains are always many. */
function counted({ things: { length }, kind }: Cleaning): string {
  const singular = kind.startsWith("remains") ? kind : kind.replace(/s( |$)/, "$1");
  return `${String(length).padStart(6)} ${length === 1 ? singular : kind}`;
}

function partText(part: Cleaning): string {
  const { action, root, bytes } = part;
  const size = bytesText(bytes);
  return action === "lighten"
    ? `make    ${counted(part)} in ${root} light: parameters go (${size}), results stay`
    : `${action.padEnd(6)}  ${counted(part)} in ${root}: ${size}`;
}

/** What `clean` shows before it removes anything. */
export function cleanText(plan: CleaningPlan): string {
  const { parts, foreign } = plan;
  const more = foreign.length - MOST_NAMED;
  return [
    ...parts.map(partText),
    ...(changes(plan) ? [] : ["There is nothing to remove"]),
    ...(foreign.length === 0 ? [] : ["Left in place, since this program did not make it:"]),
    ...foreign.slice(0, MOST_NAMED).map((path) => `  ${path}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join("\n");
}
