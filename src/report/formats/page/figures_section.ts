/** The figures: finding, how to read it, the picture for wide and for narrow columns, its numbers and its files. */
import type { ClaimResult } from "../../data.ts";
import { type Drawing, type DrawnFigure, isDrawn, undrawnText } from "../../vega/draw.ts";
import { deflateSync } from "fflate";
import { anchor, escapeHtml, escapeProse } from "../escape.ts";
import type { Size, Table } from "../../figures/mod.ts";
import { inlineSvg } from "../../vega/svg.ts";
import { VERDICTS } from "../../verdicts.ts";

/** All figures, numbered in order; nothing when there are none. */
export function figuresSection(figures: readonly Drawing[], claims: readonly ClaimResult[]): string {
  if (figures.length === 0) return "";
  return `<section id="figures"><h2>Figures</h2><p class="lede">Each title states the finding. “Fig.” is a figure of this report, “their Fig.” one of the paper.</p>${
    undrawnList(figures)
  }
<div class="figures">
${
    figures.map((figure, k) =>
      isDrawn(figure) ? figureHtml(figure, k + 1, claims) : undrawnHtml(undrawnText(figure), k + 1)
    ).join("\n")
  }
</div>${figures.some((figure) => isDrawn(figure) && figure.live) ? liveBlock(figures) : ""}</section>`;
}

/** Links to the figures that could not be drawn; nothing when all could. */
function undrawnList(figures: readonly Drawing[]): string {
  const links = figures.flatMap((figure, k) =>
    isDrawn(figure)
      ? []
      : [`<a href="#figure-${k + 1}">Fig.&nbsp;${k + 1}</a> <code>${escapeHtml(figure.name)}</code>`]
  );
  return links.length === 0
    ? ""
    : `<p class="lede" id="undrawn">Could not be drawn: ${links.join(", ")}.</p>`;
}

/** The notice in the place of a figure. */
function undrawnHtml(text: string, number: number): string {
  const id = `figure-${number}`;
  return `<figure id="${id}" class="full undrawn"><p><span class="number">Fig.&nbsp;${number}</span>${
    escapeProse(text)
  }</p></figure>`;
}

function figureHtml(figure: DrawnFigure, number: number, claims: readonly ClaimResult[]): string {
  const id = `figure-${number}`;
  const picture = (size: Size) => {
    const still = inlineSvg(figure.drawn[size].svg, `${id}-${size}`, figure.description);
    const live = figure.live ? ` data-spec="${number}" data-size="${size}"` : "";
    return `<div class="picture ${size}"${live}>${still}</div>`;
  };
  return `<figure id="${id}"${
    figure.span === "full" ? ' class="full"' : ""
  } aria-labelledby="${id}-title"><h3 id="${id}-title"><span class="number">Fig.&nbsp;${number}</span>${
    escapeProse(figure.title)
  }</h3><p class="sub">${escapeProse(figure.caption)}</p>
${picture("wide")}
${picture("narrow")}
${figure.summary ? dataTable(figure.summary, number) : ""}<figcaption>${supports(figure, claims)}${
    files(figure.name)
  }</figcaption></figure>`;
}

/**
 * What live views are made from, in one block: JSON, deflated, since twenty specifications repeat each other. Base64 has
 * no character that could end the element.
 */
function liveBlock(figures: readonly Drawing[]): string {
  const specs = figures.map((figure) =>
    isDrawn(figure) && figure.live ? { wide: figure.drawn.wide.vega, narrow: figure.drawn.narrow.vega } : null
  );
  const bytes = deflateSync(new TextEncoder().encode(JSON.stringify(specs)), { level: 9 });
  return `<script type="text/plain" id="figure-specs">${bytes.toBase64()}</script>`;
}

function supports(figure: DrawnFigure, claims: readonly ClaimResult[]): string {
  // A figure about a claim of several parts names its stem: "L1" stands for L1.growth and L1.norm.
  const shown = claims.filter((claim) =>
    figure.claims.includes(claim.id) || figure.claims.includes(claim.id.split(".")[0]!)
  )
    .filter((claim) => claim.kind !== "setting" && claim.verdict !== "not-run");
  if (shown.length === 0) return "<span>Context only: no claim rests on it.</span>";
  const chips = shown.map((claim) => {
    const { tone, label, character } = VERDICTS[claim.verdict];
    return `<a class="chip tint ${tone}" href="#${anchor("claim", claim.id)}" title="${
      escapeHtml(`${claim.statement} ${label}`)
    }">${character} ${escapeHtml(claim.id)}</a>`;
  });
  return `<span>Shows</span><span class="chips">${chips.join("")}</span>`;
}

function files(name: string): string {
  const link = (label: string, extension: string) => `<a href="figures/${name}.${extension}">${label}</a>`;
  return `<span class="files">${link("Vega-Lite", "vl.json")}${link("SVG", "svg")}${
    link("CSV", "csv")
  }</span>`;
}

function dataTable({ columns, rows }: Table, number: number): string {
  const head = columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const body = rows.map((row) =>
    `<tr>${row.map((cell) => `<td>${escapeHtml(String(cell ?? "–"))}</td>`).join("")}</tr>`
  );
  return `<details class="numbers"><summary>Data as a table</summary><div class="scroll" tabindex="0" role="region" aria-label="Data of Fig. ${number}"><table><thead><tr>${head}</tr></thead><tbody>${
    body.join("")
  }</tbody></table></div></details>`;
}
