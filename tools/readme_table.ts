/**
 * What the README takes from the committed reports: the table, from standard's rows of the paper's numbered values, and
 * the headline of both. Run as a program, after `deno task reference`, it writes the table into README.md and prints it.
 */
import { parse } from "@std/csv";
import { type Graded, type Headline, headline } from "../src/claims/mod.ts";
import { rootPath } from "../src/project/root.ts";
import { readClaims } from "../src/project/tables.ts";

const BEGIN = "<!-- from reports/standard/report.md by tools/readme_table.ts -->";
const END = "<!-- end -->";

/** The text of a file of the project. */
export async function textOf(path: string): Promise<string> {
  return await Deno.readTextFile(rootPath(path));
}

/** The rows of measured numbers of the paper, under the report's own header; of each claim its statement alone. */
export function numberRows(report: string): string[] {
  const lines = report.split("\n");
  const header = lines.findIndex((line) => line.startsWith("| id |"));
  const rows = lines.filter((line) => line.startsWith("| Q"));
  return [...lines.slice(header, header + 2), ...rows.map((row) => row.replace(/<br>[^|]*/, " "))];
}

/** The counts of a committed report, from its `claims.csv`; which claims are identities, `data/claims.csv` says. */
export async function countsOf(profile: string): Promise<Headline & { readonly rows: number }> {
  const kinds = new Map((await readClaims()).map(({ id, kind }) => [id, kind]));
  const rows = parse(await textOf(`reports/${profile}/claims.csv`), { skipFirstRow: true });
  const claims = rows.filter((row) => row["kind"] !== "setting").map((row): Graded => ({
    kind: kinds.get(row["id"]!)!,
    comparison: row["comparison"] as Graded["comparison"],
    own: row["id"]!.startsWith("H"),
    graded: row["graded"] === "true",
    verdict: row["verdict"] as Graded["verdict"],
    expected: row["expected"] as Graded["expected"],
  }));
  return { ...headline(claims), rows: claims.filter(({ own }) => !own).length };
}

/** The README with these rows in the place of its table. */
export function withTable(readme: string, rows: readonly string[]): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new RangeError(`README.md lacks "${BEGIN}" before "${END}"`);
  return `${readme.slice(0, from)}${BEGIN}\n\n${rows.join("\n")}\n\n${readme.slice(to)}`;
}

if (import.meta.main) {
  const rows = numberRows(await textOf("reports/standard/report.md"));
  console.log(rows.join("\n"));
  await Deno.writeTextFile(rootPath("README.md"), withTable(await textOf("README.md"), rows));
}
