import { assert, assertEquals } from "@std/assert";
import { gradedRows, readmeAndReport, withTable } from "./readme.ts";

/** The formatter aligns the columns of a table: here that is no difference. */
const unaligned = (text: string) => text.replace(/ *\| */g, "|").replace(/-{2,}/g, "--");

Deno.test("the README's table and count are those of the committed quick report", async () => {
  const { readme, report } = await readmeAndReport();
  const rows = gradedRows(report);
  assert(rows.length > 5, "the report has graded claims");
  assertEquals(unaligned(readme), unaligned(withTable(readme, rows)));
  const [count] = /\d+ of \d+ graded claims/.exec(report)!;
  assert(readme.replace(/\s+/g, " ").includes(count), `the README says ${count}`);
});

Deno.test("the README's table changes with the report", async () => {
  const { readme, report } = await readmeAndReport();
  const other = withTable(readme, gradedRows(report.replace("| Q2a |", "| Q2z |")));
  assert(unaligned(readme) !== unaligned(other));
});
