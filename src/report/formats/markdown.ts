/** The report for GitHub, which shows Markdown and no page of ours: the same claims, figures and limits. */
import { reproduceCommand } from "../command.ts";
import type { ClaimResult, ReportData } from "../data.ts";
import { escapeMarkdown, withoutControls } from "./escape.ts";
import { type Drawing, isDrawn, undrawnText } from "../vega/draw.ts";
import {
  capitalised,
  count,
  halfWidthText,
  isOwnBound,
  meanText,
  publishedText,
  sectionText,
  withUnit,
} from "../format.ts";
import {
  claimParts,
  failedSanityTexts,
  headlineText,
  LIMITS,
  measuredClaims,
  notRunByReason,
  robustnessTexts,
  sanityText,
  shownClaims,
  tally,
} from "../summary.ts";
import { VERDICTS } from "../verdicts.ts";

/** The text of `report.md`: a function of the runs alone. */
export function reportMarkdown(data: ReportData, figures: readonly Drawing[]): string {
  return [
    "# Reproduction report: Explaining and Harnessing Adversarial Examples",
    ...data.notices.map((text) => `> **${escapeMarkdown(text)}**`),
    `**${escapeMarkdown(headlineText(data))}**`,
    tally(shownClaims(data.claims)).map(({ verdict, count }) =>
      `${VERDICTS[verdict].emoji} ${count} ${VERDICTS[verdict].label.toLowerCase()}`
    ).join(" · "),
    `Profile \`${data.profile}\`, ${count(data.runs.length, "run")}. To reproduce: \`${
      code(reproduceCommand(data))
    }\``,
    ...claimsTable(data),
    ...robustness(data.claims),
    ...undrawnList(figures),
    ...figures.flatMap(figureBlocks),
    ...notRun(data.claims),
    ...invariances(data.invariances),
    ...sanity(data.sanity),
    ...choices(data.choices),
    ...errata(data.errata),
    "## Limits",
    LIMITS.map((text) => `- ${text}`).join("\n"),
    "The full report is `report.html`. Unrounded values are in [claims.csv](claims.csv), the machine and time of " +
    "the run in [environment.json](environment.json).",
  ].filter((block) => block !== "").join("\n\n") + "\n";
}

/** Text inside a code span, which knows no escapes: what could end it or start a tag is left out. */
function code(text: string): string {
  return withoutControls(text).replace(/[`<>]/g, "");
}

function claimsTable(data: ReportData): readonly string[] {
  const claims = measuredClaims(data.claims);
  const single = { ...data, invocation: { ...data.invocation, claims: ["ID"] } };
  if (claims.length === 0) return [];
  return [
    "## Claims",
    "± is half the 90 % interval of the mean over seeds. " +
    `Each row's command: \`${code(reproduceCommand(single))}\`.`,
    ...claimParts(claims).flatMap((part) => [
      `### ${escapeMarkdown(part.title)}`,
      ["| id | claim | paper | measured | verdict |", "|---|---|--:|--:|---|", ...part.claims.map(claimRow)]
        .join(
          "\n",
        ),
    ]),
  ];
}

function claimRow(claim: ClaimResult): string {
  const { emoji, label } = VERDICTS[claim.verdict];
  const half = halfWidthText(claim);
  const own = isOwnBound(claim) ? " (our bound)" : "";
  const counts = claim.graded || claim.verdict === "not-comparable" ? "" : ", not graded";
  return `| ${escapeMarkdown(claim.id)} | ${escapeMarkdown(claim.statement)}<br>${
    escapeMarkdown(claim.quantity)
  } | ${withUnit(publishedText(claim), escapeMarkdown(claim.unit))}${own} | ${meanText(claim)}${
    half === null ? "" : ` ± ${half}`
  } | ${emoji} ${label}${counts} |`;
}

function robustness(claims: ReportData["claims"]): readonly string[] {
  const texts = robustnessTexts(claims).map((text) => `- ${escapeMarkdown(text)}`);
  return texts.length === 0 ? [] : ["## How firm the verdicts are", texts.join("\n")];
}

/** The heading of the figures, and below it those that could not be drawn. */
function undrawnList(figures: readonly Drawing[]): readonly string[] {
  const missing = figures.flatMap((figure, k) => isDrawn(figure) ? [] : [`Fig. ${k + 1} (${figure.name})`]);
  return [
    ...(figures.length === 0 ? [] : ["## Figures"]),
    ...(missing.length === 0 ? [] : [`Could not be drawn: ${escapeMarkdown(missing.join(", "))}.`]),
  ];
}

function figureBlocks(figure: Drawing, index: number): readonly string[] {
  if (!isDrawn(figure)) return [`> **Fig. ${index + 1}.** ${escapeMarkdown(undrawnText(figure))}`];
  return [
    `**Fig. ${index + 1}. ${escapeMarkdown(figure.title)}.** ${escapeMarkdown(figure.caption)}`,
    `![${escapeMarkdown(figure.description)}](figures/${figure.name}.svg)`,
    `[Vega-Lite](figures/${figure.name}.vl.json) · [SVG](figures/${figure.name}.svg) · [CSV](figures/${figure.name}.csv)`,
  ];
}

function notRun(claims: readonly ClaimResult[]): readonly string[] {
  const groups = [...notRunByReason(claims)].map(([reason, members]) =>
    `- ${members.map((claim) => escapeMarkdown(claim.id)).join(", ")}: ${escapeMarkdown(reason)}`
  );
  return groups.length === 0 ? [] : ["## Not run", groups.join("\n")];
}

function invariances(rows: ReportData["invariances"]): readonly string[] {
  if (rows.length === 0) return [];
  return [
    "## Invariances",
    rows.map(({ name, holds }) =>
      `- ${holds ? "✅" : "❌"} ${escapeMarkdown(name)}: ${holds ? "holds" : "violated"}`
    )
      .join("\n"),
  ];
}

function sanity(rows: ReportData["sanity"]): readonly string[] {
  if (rows.length === 0) return [];
  const failed = failedSanityTexts(rows).map((text) => `- ❌ ${escapeMarkdown(text)}`);
  return ["## Sanity checks of the attacks", capitalised(sanityText(rows)) + ".", failed.join("\n")];
}

function choices(rows: ReportData["choices"]): readonly string[] {
  if (rows.length === 0) return [];
  const items = rows.map((row) =>
    `- ${escapeMarkdown(capitalised(row.setting))} (${sectionText(row.section)}): **${
      escapeMarkdown(row.primary)
    }**, from ${escapeMarkdown(row.provenance)}`
  );
  return ["## Choices where the paper is silent", items.join("\n")];
}

function errata(rows: ReportData["errata"]): readonly string[] {
  if (rows.length === 0) return [];
  const items = rows.map((row) =>
    `- ${sectionText(row.section)}, ${escapeMarkdown(row.location)}: “${escapeMarkdown(row.printed)}” → “${
      escapeMarkdown(row.correct)
    }”. ${escapeMarkdown(capitalised(row.consequence))}`
  );
  return ["## Errata: errors and pitfalls in the printed paper", items.join("\n")];
}
