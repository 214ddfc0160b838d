import { assert, assertEquals } from "@std/assert";
import { madeByVersion1 } from "../../src/runs/version_1.ts";
import { countsOf, numberRows, textOf, withTable } from "../../tools/readme_table.ts";

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
    const { sentence } = await countsOf(profile);
    const count = sentence.split(" are reproduced")[0]!;
    assert(readme.includes(count), `the README lacks "${count}" of ${profile}`);
  }
});

Deno.test("the counts of each committed report add up to its claims, and its page and Markdown say them", async () => {
  for (const profile of ["smoke", "quick", "standard"]) {
    const { numbers, bounds, orderings, underspecified, ungraded, notRun, identities, rows, sentence } =
      await countsOf(profile);
    const graded = numbers.graded + bounds.graded + orderings.graded;
    assertEquals(graded + underspecified + ungraded + notRun + identities, rows, profile);
    if (profile !== "quick") continue; // nothing of smoke is graded, and version 1 made standard
    const [counts, others] = sentence.split("; ");
    const markdown = await textOf(`reports/${profile}/report.md`);
    assert(markdown.includes(`${counts}. ${others}.`), sentence);
    const page = (await textOf(`reports/${profile}/report.html`)).replace(/<[^>]+>/g, "");
    assert(page.includes(`${counts}.`) && page.includes(`${others}.`), sentence);
  }
});

Deno.test("the README's table changes with the report", async () => {
  const [readme, report] = [await textOf("README.md"), await textOf("reports/standard/report.md")];
  const other = withTable(readme, numberRows(report.replace("| Q2a |", "| Q2z |")));
  assert(unaligned(readme) !== unaligned(other));
});

Deno.test("README, page and Markdown say which version made the standard report, as verify does", async () => {
  const { message } = madeByVersion1("receipt.json");
  const [, tag, commit] = message.match(/(v[0-9.]+) \(commit ([0-9a-f]{12})\)$/)!;
  const said = "version 1 of this program";
  for (const path of ["README.md", "reports/standard/report.md", "reports/standard/report.html"]) {
    const text = (await textOf(path)).replace(/\s+/g, " ").replace(/<\/?code>|`/g, "").toLowerCase();
    assert(text.includes(said) && text.includes(`verify with its tag, ${tag}`), path);
    assert(path === "README.md" || text.includes(`(commit ${commit})`), path);
  }
});
