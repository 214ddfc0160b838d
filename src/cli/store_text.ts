/** What a store holds, in words. */
import type { Cleaning } from "../commands/clean.ts";
import type { Contents } from "../commands/store_contents.ts";

/** "512 bytes", "4.2 kB", "1.3 GB". */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  for (; value >= 999.5 && unit < units.length - 1; unit++) value /= 1000;
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

/** "Store: /path (76 entries and 3 checkpoints, 12 MB)". */
export function storeLine(store: string, contents: readonly Contents[]): string {
  const count = (...kinds: Contents["kind"][]) =>
    contents.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { paths }) => sum + paths.length, 0);
  const bytes = contents.reduce((sum, each) => sum + each.bytes, 0);
  const checkpoints = count("checkpoints");
  const more = checkpoints === 0 ? "" : `, checkpoints of ${checkpoints}`;
  return `Store: ${store} (${count("training runs", "measurements")} runs${more}, ${bytesText(bytes)})`;
}

/** What `clean` shows before it removes anything. */
export function cleanText(plan: readonly Cleaning[]): string {
  if (plan.length === 0) return "There is nothing to remove";
  return plan.map(({ kind, root, paths, bytes, kept }) =>
    `${kept ? "keep  " : "remove"}  ${String(paths.length).padStart(6)} ${kind} in ${root}: ${
      bytesText(bytes)
    }`
  ).join("\n");
}
