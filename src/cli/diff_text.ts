/** What `diff` prints. */
import type { Diff } from "../commands/diff.ts";
import { tensorLine } from "./verify_text.ts";

/** One block for each run that differs, then the counts. */
export function diffText({ paths: [a, b], common, alone, differences }: Diff): string {
  const blocks = differences.flatMap(({ label, key, text, tensors }) => [
    `DIFFERS  ${label} (${key.slice(0, 12)}), B expected: ${text}`,
    ...tensors.map(tensorLine),
  ]);
  const only = (count: number, path: string) => count === 0 ? [] : [`${count} only in ${path}`];
  return [
    ...blocks,
    `${common - differences.length} of ${common} common runs are identical`,
    ...only(alone[0], a),
    ...only(alone[1], b),
  ].join("\n");
}
