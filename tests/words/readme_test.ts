import { assert, assertEquals } from "@std/assert";
import { headline, numberRows, textOf, withTable } from "../../tools/readme_table.ts";

/** The formatter aligns the columns of a table: here that is no difference. */
const unaligned = (text: string) => text.replace(/ *\| */g, "|").replace(/-{2,}/g, "--");

Deno.test("the README's table is that of the committed standard report", async () => {
  const readme = await textOf("README.md");
  const rows = numberRows(await textOf("reports/standard/report.md"));
  assert(rows.length > 20, "the report has measured claims");
  assertEquals(unaligned(readme), unaligned(withTable(readme, rows)));
});

Deno.test("the README counts the graded claims as the committed reports do", async () => {
  const readme = (await textOf("README.md")).replace(/\s+/g, " ");
  for (const profile of ["quick", "standard"]) {
    const count = headline(await textOf(`reports/${profile}/report.md`));
    assert(readme.includes(count), `the README says ${count} for ${profile}`);
  }
});

Deno.test("the README's table changes with the report", async () => {
  const [readme, report] = [await textOf("README.md"), await textOf("reports/standard/report.md")];
  const other = withTable(readme, numberRows(report.replace("| Q2a |", "| Q2z |")));
  assert(unaligned(readme) !== unaligned(other));
});
