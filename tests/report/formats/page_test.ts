import { assert, assertEquals, assertMatch, assertNotMatch, assertStringIncludes } from "@std/assert";
import { buildReport } from "../../../src/report/build.ts";
import type { ReportData } from "../../../src/report/data.ts";
import type { TableRow } from "../../../src/tables/mod.ts";
import { claimResult } from "../fixture/claims.ts";
import { EMPTY, FIXTURE, GLYPHS } from "../fixture/report.ts";
import {
  figureSpecs,
  fileOf,
  filesOf,
  HOSTILE,
  legible,
  withoutEnvironment,
  withoutScript,
} from "../support.ts";

const REPORTS: readonly (readonly [string, ReportData])[] = [["full", FIXTURE], ["glyphs", GLYPHS], [
  "empty",
  EMPTY,
]];

/** A model whose name tries to break out of a figure. */
const HOSTILE_ROWS: readonly TableRow<"error_against_epsilon">[] = [{
  ...{ model: HOSTILE, epsilon: 0.25, seed: 0 },
  ...{ error: 1, confidence: 1, confidenceMisclassified: null },
}];

Deno.test("building a report twice gives the same bytes", async () => {
  assertEquals([...await filesOf(FIXTURE)], [...(await buildReport(structuredClone(FIXTURE))).files]);
});

Deno.test("another machine changes environment.json and the Environment section, and nothing else", async () => {
  const here = await filesOf(FIXTURE);
  const { files: there } = await buildReport({
    ...FIXTURE,
    engine: { ...FIXTURE.engine, threads: 64 },
    environment: { cpu: "Another CPU", seconds: 1 },
  });
  for (const [path, text] of here) {
    const other = there.get(path)!;
    if (path === "environment.json") assert(text !== other);
    else if (path === "report.html") assertEquals(withoutEnvironment(text), withoutEnvironment(other));
    else assertEquals(text, other, path);
  }
});

Deno.test("no file holds NaN, undefined or an object in place of a text", async () => {
  for (const [name, data] of REPORTS) {
    for (const [path, text] of await filesOf(data)) {
      assertNotMatch(await legible(text), /NaN|undefined|\[object|Infinity/, `${name} ${path}`);
    }
  }
});

Deno.test("each link within the page has its target, each id is there once, each linked file is written", async () => {
  for (const [name, data] of REPORTS) {
    const files = await filesOf(data);
    const html = files.get("report.html")!;
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
    assertEquals(ids.length, new Set(ids).size, name);
    for (const [, target] of html.matchAll(/ href="([^"]+)"/g)) {
      if (target!.startsWith("#")) assert(ids.includes(target!.slice(1)), `${name}: ${target} is dangling`);
      else if (!target!.startsWith("data:")) assert(files.has(target!), `${name}: ${target} is not written`);
    }
  }
});

Deno.test("the page has one script and one style sheet, both by digest, and nothing that could make a request", async () => {
  const page = await fileOf(FIXTURE, "report.html");
  const html = withoutScript(page);
  assertNotMatch(
    html,
    /<script(?! type="text\/plain")|<iframe|<object|<embed|@import|url\((?!#|data:)| style="| on\w+="/,
  );
  assertNotMatch(html, /(?:src|href|action|data|srcset)="(?:https?:|\/)/);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)![1]!;
  assertStringIncludes(policy, "default-src 'none'");
  for (const [source, name] of [["style-src", "style"], ["script-src", "script"]] as const) {
    const parts = [...page.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, "gs"))];
    assertEquals(parts.length, 1);
    const bytes = new TextEncoder().encode(parts[0]![1]!);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toBase64();
    assertStringIncludes(policy, `${source} 'sha256-${digest}'`);
  }
});

Deno.test("the page is under two megabytes", async () => {
  assert((await fileOf(FIXTURE, "report.html")).length < 2e6);
});

Deno.test("what live figures are made of comes whole, in letters that cannot end its element", async () => {
  const html = await fileOf({
    ...FIXTURE,
    tables: { error_against_epsilon: HOSTILE_ROWS },
  }, "report.html");
  const specs = JSON.parse(await figureSpecs(html));
  assertEquals(specs.length, 2); // the curves and the seeds
  assertStringIncludes(JSON.stringify(specs[0].wide), "</style>");
});

Deno.test("every claim has its place on the page and its box", async () => {
  const html = await fileOf(FIXTURE, "report.html");
  for (const claim of FIXTURE.claims.filter((claim) => claim.kind === "claim")) {
    assertStringIncludes(html, ` id="claim-${claim.id}"`);
    assertMatch(html, new RegExp(`<li><a class="tint \\w+(?: ungraded)?" href="#claim-${claim.id}" title=`));
  }
});

Deno.test("the page says what counts, and says so when nothing does", async () => {
  assertStringIncludes(
    await fileOf(FIXTURE, "report.html"),
    '<span class="count">4 of 6</span> published numbers and <span class="count">1 of 1</span> bound are reproduced.',
  );
  assertStringIncludes(
    await fileOf(GLYPHS, "report.html"),
    "Nothing graded: 11 claims measured on the built-in digits",
  );
  assertStringIncludes(await fileOf(EMPTY, "report.html"), "Nothing graded: no claim was measured.");
});

Deno.test("notices stand first and last", async () => {
  const html = await fileOf(FIXTURE, "report.html");
  assertEquals(html.split(FIXTURE.notices[0]!).length - 1, 2);
});

Deno.test("texts that try to break out are shown as texts", async () => {
  const claim = claimResult(`Q1"><b>`, {
    statement: HOSTILE,
    quantity: HOSTILE,
    basis: HOSTILE,
    reason: HOSTILE,
    mean: 1,
    perSeed: [{ seed: 0, value: 1 }],
    verdict: "undecided",
  });
  const data: ReportData = {
    ...FIXTURE,
    dataset: `idx:${HOSTILE}`,
    invocation: { claims: [HOSTILE], seeds: null },
    notices: [HOSTILE],
    claims: [claim, { ...claim, id: "Q2", mean: null, perSeed: [], verdict: "not-run" }],
    runs: [{ label: HOSTILE, seed: 0, key: HOSTILE, parametersSha256: HOSTILE, chainHead: HOSTILE }],
    tables: { error_against_epsilon: HOSTILE_ROWS },
    invariances: [{ name: HOSTILE, holds: false }],
    environment: { [HOSTILE]: HOSTILE },
  };
  const { files, undrawn } = await buildReport(data);
  assertEquals(undrawn, []);
  for (const [path, text] of files) {
    if (!/\.(html|svg|md)$/.test(path)) continue;
    assertNotMatch(
      withoutScript(text),
      /<script(?! type="text\/plain")|<\/style><(?!\/head>)|Q1"><b>/,
      path,
    );
    assert(!text.includes("\x1b"), path);
    if (path === "report.md") {
      assertNotMatch(text.replaceAll("\\`", "").replaceAll(/`[^`]*`/g, ""), /[^\\]\]\(http/);
    }
  }
});
