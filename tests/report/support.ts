/** What several tests of the report share: one built report, and the text of a page without its Environment section. */
import { buildReport } from "../../src/report/build.ts";
import type { ReportData } from "../../src/report/data.ts";
import { type Figure, figuresOf } from "../../src/report/figures/mod.ts";

const built = new WeakMap<ReportData, Promise<ReadonlyMap<string, string>>>();

/** The files of a report, drawn once for all tests of a file. */
export function filesOf(data: ReportData): Promise<ReadonlyMap<string, string>> {
  const files = built.get(data) ?? buildReport(data).then(({ files }) => files);
  built.set(data, files);
  return files;
}

/** The figures of a report, all of which must be possible. */
export function drawable(data: ReportData): readonly Figure[] {
  return figuresOf(data).map((figure) => {
    if ("reason" in figure) throw new Error(`Figure ${figure.name}: ${figure.reason}`);
    return figure;
  });
}

/** A file of a report that must be there. */
export async function fileOf(data: ReportData, path: string): Promise<string> {
  const text = (await filesOf(data)).get(path);
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

const SPECS = /<script type="text\/plain" id="figure-specs">([A-Za-z0-9+/=]+)<\/script>/;

/** The specifications of the page's live figures, as the JSON text that the page inflates; "" where there are none. */
export async function figureSpecs(html: string): Promise<string> {
  const block = SPECS.exec(html)?.[1];
  if (block === undefined) return "";
  const bytes = new Blob([Uint8Array.fromBase64(block)]).stream();
  return await new Response(bytes.pipeThrough(new DecompressionStream("deflate-raw"))).text();
}

/** The page with the specifications of its live figures in clear, and without pictures and fonts: letters that mean something. */
export async function legible(html: string): Promise<string> {
  const specs = await figureSpecs(html);
  return withoutScript(html).replace(SPECS, () => specs).replaceAll(/base64,[\w+/=]+/g, "");
}

/** A text that tries to break out of every format. */
export const HOSTILE = `</style><script>alert("x")</script>'"&|\`\n[a](http://evil.example) \x1b[31m${
  "long".repeat(40)
}`;
