/** The edge of the report: where its files reach the disk. */
import { writeAtomically } from "../files/atomic_write.ts";
import { removeIfThere } from "../files/remove_if_there.ts";
import { buildReport } from "./build.ts";
import type { ReportData } from "./data.ts";
import { FIGURE_NAMES } from "./figures/mod.ts";

/**
 * Writes a report into `outDir`, which is created if need be, each file whole or not at all. Files of figures that an
 * earlier report left there and this one does not draw are removed; nothing else is.
 *
 * @param attachments texts of further files, by name
 * @returns the path of `report.html`, and a line for each figure that could not be drawn
 */
export async function writeReport(
  data: ReportData,
  outDir: string,
  attachments: Readonly<Record<string, string>> = {},
): Promise<{ readonly path: string; readonly undrawn: readonly string[] }> {
  const report = await buildReport(data);
  const files = new Map([...Object.entries(attachments), ...report.files]);
  await Deno.mkdir(`${outDir}/figures`, { recursive: true });
  for (const [path, text] of files) {
    await writeAtomically(`${outDir}/${path}`, new TextEncoder().encode(text));
  }
  for (const name of FIGURE_NAMES) {
    for (const extension of ["vl.json", "svg", "csv"]) {
      const path = `figures/${name}.${extension}`;
      if (!files.has(path)) await removeIfThere(`${outDir}/${path}`);
    }
  }
  return { path: `${outDir}/report.html`, undrawn: report.undrawn };
}
