/**
 * The table of the README: the rows of the committed quick report that are graded against a number of the paper.
 * Run as a program, after `deno task reference --profile quick`, it writes them into README.md and prints both.
 */
import { rootPath } from "../src/stages/child.ts";

const BEGIN = "<!-- from reports/quick/report.md by tests/readme.ts -->";
const END = "<!-- end -->";

/** README.md and the report that its table is taken from. */
export async function readmeAndReport(): Promise<{ readme: string; report: string }> {
  const read = (path: string) => Deno.readTextFile(rootPath(path));
  return { readme: await read("README.md"), report: await read("reports/quick/report.md") };
}

/** The rows of graded claims with a number of the paper, under the report's own header. */
export function gradedRows(report: string): string[] {
  const lines = report.split("\n");
  const header = lines.findIndex((line) => line.startsWith("| id |"));
  const rows = lines.filter((line) => line.startsWith("| Q") && !line.includes("not graded"));
  return [...lines.slice(header, header + 2), ...rows];
}

/** The README with these rows in the place of its table. */
export function withTable(readme: string, rows: readonly string[]): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new RangeError(`README.md lacks "${BEGIN}" before "${END}"`);
  return `${readme.slice(0, from)}${BEGIN}\n\n${rows.join("\n")}\n\n${readme.slice(to)}`;
}

if (import.meta.main) {
  const { readme, report } = await readmeAndReport();
  const written = withTable(readme, gradedRows(report));
  console.log(readme === written ? "README.md is as the report says" : gradedRows(report).join("\n"));
  await Deno.writeTextFile(rootPath("README.md"), written);
}
