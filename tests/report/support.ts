/** What several tests of the report share: one built report, and the text of a page without its Environment section. */
import { buildReport } from "../../src/report/build.ts";
import type { ReportData } from "../../src/report/data.ts";

/** A file of a report that must be there. */
export async function fileOf(data: ReportData, path: string): Promise<string> {
  const text = (await buildReport(data)).get(path);
  if (text === undefined) throw new Error(`The report has no file ${path}`);
  return text;
}

/** The page without the only part that may differ between machines. */
export function withoutEnvironment(html: string): string {
  return html.replace(/<section id="environment">.*?<\/section>/s, "");
}

/** The page without its one script, which comes from packages by digest; the data of live figures stay. */
export function withoutScript(html: string): string {
  return html.replace(/<script>.*?<\/script>/s, "");
}

/** A text that tries to break out of every format. */
export const HOSTILE = `</style><script>alert("x")</script>'"&|\`\n[a](http://evil.example) \x1b[31m${
  "long".repeat(40)
}`;
