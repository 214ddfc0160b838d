import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { buildReport } from "../../../src/report/build.ts";
import type { ReportData } from "../../../src/report/data.ts";
import { type Figure, FIGURE_NAMES, figuresOf } from "../../../src/report/figures/mod.ts";
import { FIXTURE } from "../fixture/report.ts";
import { drawable } from "../support.ts";

type Rows = ReportData["tables"][string];

/** The fixture with other rows in one table. */
function withRows(name: string, change: (rows: Rows) => Rows): ReportData {
  return { ...FIXTURE, tables: { ...FIXTURE.tables, [name]: change(FIXTURE.tables[name]!) } };
}

/** The first row with another value in a field. */
const having = (field: string, value: unknown) => (rows: Rows): Rows => [
  { ...rows[0], [field]: value },
  ...rows.slice(1),
];

function reasonOf(data: ReportData, name: string): string {
  const figure = figuresOf(data).find((candidate) => candidate.name === name);
  assert(figure !== undefined && "reason" in figure, `${name} is drawn`);
  return figure.reason;
}

Deno.test("a figure that cannot be drawn costs its own line and no other figure", async () => {
  const { files, undrawn } = await buildReport(withRows("eight_bits", having("error_exact", NaN)));
  assertEquals(undrawn.length, 1);
  assertMatch(undrawn[0]!, /^Figure eight_bits could not be drawn: .*error_exact.*NaN.*expected/);
  const number = 1 + FIGURE_NAMES.indexOf("eight_bits");
  const html = files.get("report.html")!;
  assertEquals(html.split("<figure ").length - 1, FIGURE_NAMES.length);
  assertMatch(html, new RegExp(`<figure id="figure-${number}" class="full undrawn"><p>.*Figure eight_bits`));
  assertMatch(html, new RegExp(`Could not be drawn: <a href="#figure-${number}">`));
  const text = files.get("report.md")!;
  assertStringIncludes(text, `Could not be drawn: Fig. ${number} (eight\\_bits).`);
  assertStringIncludes(text, `> **Fig. ${number}.** Figure eight\\_bits could not be drawn`);
  assert(!files.has("figures/eight_bits.svg") && files.has("figures/confusion.svg"));
});

Deno.test("rows that lack a field, hold null or hold no finite number are named in the reason", () => {
  for (const value of [undefined, null, NaN, Infinity, "7"]) {
    assertMatch(reasonOf(withRows("confusion", having("images", value)), "confusion"), /images.*expected/);
  }
  assertMatch(reasonOf(withRows("transfer", having("source", 3)), "transfer"), /source.*3.*expected a text/);
  assertMatch(
    reasonOf(withRows("fooling_images", having("pixels", [0, NaN])), "fooling_images"),
    /NaN.*expected/,
  );
});

Deno.test("images of 20 × 37 pixels are drawn in their own shape", () => {
  const oblong = Array.from({ length: 20 * 37 }, (_, i) => i % 200);
  const tables = Object.fromEntries(
    Object.entries(FIXTURE.tables).map(([name, rows]) => [
      name,
      rows.map((row) => "pixels" in row ? { ...row, pixels: oblong } : row),
    ]),
  );
  const data = {
    ...FIXTURE,
    tables,
    data: { ...FIXTURE.data, image: { height: 20, width: 37, channels: 1 } },
  };
  const figures = drawable(data);
  const pictures = figures.filter((figure) => JSON.stringify(figure.wide).includes("data:image/png"));
  assertEquals(pictures.map(({ name }) => name), [
    "adversarial_grid",
    "logistic_weights",
    "first_layer_filters",
    "fooling_images",
  ]);
  for (const { name, wide } of pictures.filter(({ name }) => name !== "first_layer_filters")) {
    const [, url] = /data:image\/png;base64,([^"]+)/.exec(JSON.stringify(wide))!;
    const header = new DataView(Uint8Array.fromBase64(url!).buffer, 16);
    assertEquals([header.getUint32(0), header.getUint32(4)], [37, 20], name);
    const [, width, height] = /"type":"image","width":([\d.]+),"height":([\d.]+)/.exec(JSON.stringify(wide))!;
    assert(Math.abs(Number(width) / Number(height) - 37 / 20) < 0.01, name);
  }
});

Deno.test("a table that was measured on another data set is drawn in that one's shape", () => {
  const name = "fooling_images";
  const rows = FIXTURE.tables[name]!.map((row) => ({ ...row, pixels: Array(2 * 3 * 3).fill(100) }));
  const image = { height: 2, width: 3, channels: 3 };
  const colours = { ...FIXTURE.data, name: "idx:/colours", image, experiments: [name], tables: [name] };
  const data = { ...FIXTURE, tables: { ...FIXTURE.tables, [name]: rows }, otherData: [colours] };
  const sizeOf = (figure: Figure) => {
    const [, url] = /data:image\/png;base64,([^"]+)/.exec(JSON.stringify(figure.wide))!;
    const header = new DataView(Uint8Array.fromBase64(url!).buffer, 16);
    return [header.getUint32(0), header.getUint32(4)];
  };
  const sizes = drawable(data).filter((figure) => [name, "adversarial_grid"].includes(figure.name)).map(
    sizeOf,
  );
  assertEquals(sizes, [[28, 28], [3, 2]]);
});

Deno.test("images of which the report does not know the shape are a reason, not a guess", () => {
  const data = { ...FIXTURE, data: { ...FIXTURE.data, image: null } };
  assertMatch(reasonOf(data, "fooling_images"), /does not say the shape of its images/);
});
