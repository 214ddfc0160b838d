import { assert, assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { buildReport } from "../../../src/report/build.ts";
import type { Seen } from "./browser/visit.ts";
import { FIXTURE } from "../fixture/report.ts";

const CANDIDATES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
] as const;

async function findBrowser(): Promise<string | null> {
  for (const path of CANDIDATES) {
    if (await Deno.stat(path).then((found) => found.isFile, () => false)) return path;
  }
  return null;
}

const browser = await findBrowser();

/** CI installs a browser and sets this, so that a check of the page is never skipped there. */
const required = (Deno.env.get("HARNESSING_BROWSER") ?? "") === "required";

/** One visit of the fixture's page, shared by the tests below. */
let visited: Promise<Seen> | null = null;

async function visit(): Promise<Seen> {
  assert(browser !== null, `HARNESSING_BROWSER is "required" and none of ${CANDIDATES.join(", ")} is there`);
  const folder = await Deno.makeTempDir();
  try {
    const html = (await buildReport(FIXTURE)).files.get("report.html")!;
    await Deno.writeTextFile(`${folder}/report.html`, html);
    const root = fileURLToPath(new URL("../../../", import.meta.url));
    // --allow-all: the driver looks at /proc, which Deno gives for nothing less
    const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "--quiet", "--no-prompt", "--allow-all", `--config=${root}deno.json`],
        ...[`${root}tests/report/formats/browser/visit.ts`, browser, `${folder}/report.html`],
      ],
      signal: AbortSignal.timeout(240_000),
    }).output();
    assert(success, new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function inChromium(name: string, check: (seen: Seen) => void): void {
  Deno.test({
    name: browser === null ? `${name} (skipped: no Chromium on this machine)` : name,
    ignore: browser === null && !required,
    fn: async () => check(await (visited ??= visit())),
  });
}

inChromium("in Chromium the page logs nothing and requests nothing but itself", ({ visits }) => {
  for (const [name, { messages, requests }] of Object.entries(visits)) {
    assertEquals(messages, [], name);
    assertEquals(requests, [], name);
  }
});

inChromium(
  "axe finds nothing on a desktop, in the dark and on a phone, with every fold open",
  ({ visits }) => {
    for (const [name, { violations }] of Object.entries(visits)) assertEquals(violations, [], name);
  },
);

inChromium("pointing at a chart makes it live, in its place, with tooltips", ({ live }) => {
  assert(live.length > 0);
  for (const { figure, woke, tip, growth } of live) {
    assert(woke, `${figure} stays still`);
    assertMatch(tip, /\d/, `${figure} has no tooltip`);
    assert(growth.every((px) => Math.abs(px) <= 12), `${figure} grows by ${growth} px`);
  }
});

inChromium("no width from 340 to 1600 px makes the page scroll sideways", ({ overflows }) => {
  assertEquals(overflows, []);
});

inChromium("without scripts every word and every picture is there", ({ words, pictures }) => {
  assertEquals(words[0], words[1]);
  assertEquals(pictures[0], pictures[1]);
  assert(pictures[1] > 0);
});

inChromium("a button beside a command copies it", ({ copied }) => {
  assertMatch(copied, / task reproduce /);
});

inChromium("on paper the page is A4", ({ paper }) => {
  const [width, height] = paper.split(" ").map(Number);
  assertEquals([Math.round(width!), Math.round(height!)], [595, 842]);
});
