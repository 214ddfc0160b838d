/**
 * The page that a reviewer opens: one file and not one request. Its policy allows its own style and its one script,
 * both by hash, and images and letters that it carries. Without the script it reads in full.
 */
import type { ReportData } from "../data.ts";
import { type Drawing, isDrawn } from "../vega/draw.ts";
import { escapeHtml } from "./escape.ts";
import { pageScript, typefaceRules } from "./page/assets.ts";
import { claimsSection, type FigureNumbers } from "./page/claims_section.ts";
import { digestsSection, environmentSection } from "./page/digests_section.ts";
import { figuresSection } from "./page/figures_section.ts";
import { methodSections } from "./page/method_section.ts";
import { styleSheet } from "./page/style.ts";
import { summarySection } from "./page/summary_section.ts";
import { reproduceCommand } from "../command.ts";
import { datasetName } from "../summary.ts";

/** The whole page as text. */
export async function reportHtml(data: ReportData, figures: readonly Drawing[]): Promise<string> {
  const style = `${await typefaceRules()}\n${styleSheet()}`;
  const script = await pageScript();
  const policy = `default-src 'none'; img-src data:; font-src data:; style-src 'sha256-${await sha256Base64(
    style,
  )}'; script-src 'sha256-${await sha256Base64(script)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Reproduction report: Explaining and Harnessing Adversarial Examples</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<a class="skip" href="#claims">Skip to the claims</a>
${noticesHtml(data.notices, "Notice")}<header class="top">
<div class="kicker"><b>Reproduction report</b><span>profile <code>${
    escapeHtml(data.profile)
  }</code></span><span>${escapeHtml(datasetName(data.dataset))}</span>${
    contents(data, figures.length > 0)
  }</div>
<h1>Explaining and Harnessing Adversarial Examples</h1>
<p class="cite">Goodfellow, Shlens &amp; Szegedy, ICLR 2015 · arXiv:1412.6572v3</p>
</header>
<main>
${summarySection(data)}
${claimsSection(data, figureNumbers(figures, data))}
${figuresSection(figures, data.claims)}
${methodSections(data)}
${digestsSection(data)}
${environmentSection(data)}
</main>
<footer><p>Drawn by <code>deno task report</code>; the numbers are computed by <code>${
    escapeHtml(reproduceCommand(data))
  }</code>. Also available as <a href="report.md">Markdown</a>, with the claims as <a href="claims.csv">CSV</a>. This page is self-contained and requests nothing.</p></footer>
${noticesHtml(data.notices, "Notice, repeated")}<script>${script}</script>
</body>
</html>
`;
}

function noticesHtml(notices: readonly string[], label: string): string {
  if (notices.length === 0) return "";
  return `<aside class="notice" aria-label="${label}">${
    notices.map((text) => `<p>${escapeHtml(text)}</p>`).join("")
  }</aside>\n`;
}

function contents(data: ReportData, hasFigures: boolean): string {
  const sections: [string, string, boolean][] = [
    ["claims", "Claims", true],
    ["figures", "Figures", hasFigures],
    ["choices", "Choices", data.choices.length > 0],
    ["limits", "Limits", true],
    ["environment", "Environment", true],
  ];
  const links = sections.filter(([, , present]) => present).map(([id, name]) =>
    `<a href="#${id}">${name}</a>`
  );
  return `<nav class="contents" aria-label="Sections">${links.join("")}</nav>`;
}

/** The first figure in which each claim can be seen. */
function figureNumbers(figures: readonly Drawing[], data: ReportData): FigureNumbers {
  const numbers = new Map<string, number>();
  for (const [k, figure] of figures.entries()) {
    if (!isDrawn(figure)) continue;
    for (const { id } of data.claims) {
      const shown = figure.claims.includes(id) || figure.claims.includes(id.split(".")[0]!);
      if (shown && !numbers.has(id)) numbers.set(id, k + 1);
    }
  }
  return numbers;
}

async function sha256Base64(text: string): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))).toBase64();
}
