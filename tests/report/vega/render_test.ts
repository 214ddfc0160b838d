import { assertEquals, assertMatch, assertNotMatch, assertRejects } from "@std/assert";
import { renderSvg } from "../../../src/report/vega/render.ts";
import { inlineSvg, standaloneSvg } from "../../../src/report/vega/svg.ts";
import { textWidth } from "../../../src/report/vega/text_metrics.ts";

const SPEC = {
  data: { values: [{ a: 1 / 3 }] },
  mark: "point",
  encoding: { x: { field: "a", type: "quantitative" } },
} as const;

Deno.test("renderSvg() gives SVG with rounded numbers", async () => {
  const svg = await renderSvg(JSON.parse(JSON.stringify(SPEC)));
  assertMatch(svg, /^<svg /);
  assertNotMatch(svg, / d="[^"]*\d\.\d{3}/);
});

Deno.test("renderSvg() refuses to load data, images included", async () => {
  const spec = { ...JSON.parse(JSON.stringify(SPEC)), data: { url: "https://example.org/data.csv" } };
  await assertRejects(() => renderSvg(spec), Error, "Cannot render the figure");
  const image = {
    data: { values: [{ u: "https://example.org/a.png" }] },
    mark: "image",
    encoding: { url: { field: "u" } },
  };
  await assertRejects(() => renderSvg(JSON.parse(JSON.stringify(image))), Error);
});

Deno.test("renderSvg() makes an error of a warning", async () => {
  const spec = {
    ...JSON.parse(JSON.stringify(SPEC)),
    mark: { type: "point", size: 10 },
    encoding: { z: { field: "a", type: "quantitative" } },
  };
  await assertRejects(() => renderSvg(spec), Error, "Cannot render the figure");
});

Deno.test("texts are measured by the frozen table and not by a canvas", () => {
  assertEquals(textWidth("Maxout", 12, false), (903 + 562 + 546 + 600 + 591 + 327) * 12 / 1000);
});

Deno.test("an inline SVG escapes its label and keeps its identifiers to itself", () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" version="1.1" width="1"><clipPath id="clip0"></clipPath><g clip-path="url(#clip0)"></g></svg>';
  assertEquals(
    inlineSvg(svg, "f", `"<&`),
    '<svg id="f" role="img" aria-label="&#34;&#60;&#38;" width="1"><clipPath id="f-clip0"></clipPath><g clip-path="url(#f-clip0)"></g></svg>',
  );
  assertMatch(standaloneSvg(svg, "a < b"), /<title id="title">a &#60; b<\/title>/);
});
