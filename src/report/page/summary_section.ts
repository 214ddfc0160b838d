/** The first screen: the count, a box for each claim, the facts, and what holds, stays open and does not. */
import type { ClaimResult, ReportData } from "../data.ts";
import { anchor, escapeHtml } from "../escape.ts";
import { count, ranges } from "../format.ts";
import { countedClaims, datasetName, headline, measuredClaims, reproduceCommand, tally } from "../summary.ts";
import { VERDICTS } from "../verdicts.ts";
import { icon, idHtml } from "./icons.ts";

/** Statements listed in full under each heading; the others are linked by id. */
const LISTED = 4;

/** The cards at the top of the page and the three short lists below them. */
export function summarySection(data: ReportData): string {
  const { score, rest, ours } = headline(data);
  const counted = score === "" ? "" : `<span class="count">${score}</span> `;
  return `<section class="summary" aria-label="Verdict">
<div class="card">
<p class="score">${counted}${escapeHtml(rest)}</p>
${ours === "" ? "" : `<p class="ours">${escapeHtml(ours)}</p>`}
${boxes(data.claims)}
<ul class="tally">${
    tally(countedClaims(data.claims)).map(({ verdict, count }) =>
      `<li><span class="${VERDICTS[verdict].tone}">${icon(verdict)}</span><b>${count}</b> ${
        VERDICTS[verdict].label.toLowerCase()
      }</li>`
    ).join("")
  }</ul>
</div>
<div class="card start">${facts(data)}</div>
</section>
${score === "" ? "" : shortLists(data.claims)}`;
}

/** Measured claims as boxes with their ids; the others as small squares, since there may be a hundred. */
function boxes(claims: readonly ClaimResult[]): string {
  const box = (claim: ClaimResult) => {
    const { label, tone } = VERDICTS[claim.verdict];
    const words = escapeHtml(`${claim.id}, ${label.toLowerCase()}: ${claim.statement}`);
    const content = claim.verdict === "not-run" ? "" : `<span>${idHtml(claim.id)}</span>`;
    return `<li><a class="tint ${tone}" href="#${
      anchor("claim", claim.id)
    }" title="${words}" aria-label="${words}">` +
      `${icon(claim.verdict)}${content}</a></li>`;
  };
  const notRun = countedClaims(claims).filter((claim) => claim.verdict === "not-run");
  const list = (name: string, label: string, shown: readonly ClaimResult[]) =>
    shown.length > 0 ? `<ul class="${name}" aria-label="${label}">${shown.map(box).join("")}</ul>` : "";
  return list("boxes", "Measured claims", measuredClaims(claims)) + list("squares", "Claims not run", notRun);
}

function facts(data: ReportData): string {
  const seeds = ranges(data.runs.map((run) => run.seed));
  const files = Object.keys(data.data.digests).length;
  const rows: [string, string][] = [
    ["Profile", escapeHtml(data.profile)],
    ["Claims", `${measuredClaims(data.claims).length} measured of ${countedClaims(data.claims).length}`],
    ["Runs", data.runs.length === 0 ? "none" : `<a href="#digests">${data.runs.length}</a>`],
    ["Seeds", seeds === "" ? "none" : escapeHtml(seeds)],
    ["Interval", "90 %, Student’s t over seeds"],
    [
      "Data",
      escapeHtml(datasetName(data.data.name)) +
      (files > 0 ? `, <a href="#digests">${count(files, "digest")}</a>` : ""),
    ],
    ["Engine", escapeHtml(data.engine.class)],
    ["Run it all", `<code>${unbroken(reproduceCommand(data))}</code>`],
  ];
  return `<dl class="facts">${
    rows.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join("")
  }</dl>`;
}

/** A command that wraps between its words and not at their hyphens. */
function unbroken(command: string): string {
  return command.split(" ").map((word) => `<span class="word">${escapeHtml(word)}</span>`).join(" ");
}

function shortLists(claims: readonly ClaimResult[]): string {
  const paper = measuredClaims(claims).filter((claim) => !claim.own);
  const having = (...verdicts: readonly string[]) =>
    paper.filter((claim) => verdicts.includes(claim.verdict) && claim.graded);
  const rest = paper.filter((claim) => !claim.graded);
  return `<section class="short" aria-label="In short">${
    shortList("What holds", "reproduced", having("reproduced"))
  }${
    shortList("What stays open", "undecided", [
      ...having("undecided", "underspecified", "not-comparable"),
      ...rest,
    ])
  }${shortList("What does not", "not-reproduced", having("not-reproduced"))}</section>`;
}

function shortList(
  title: string,
  verdict: "reproduced" | "undecided" | "not-reproduced",
  claims: readonly ClaimResult[],
) {
  const link = (claim: ClaimResult) => `<a href="#${anchor("claim", claim.id)}">${escapeHtml(claim.id)}</a>`;
  const items = claims.slice(0, LISTED).map((claim) =>
    `<li>${escapeHtml(claim.statement)} ${link(claim)}</li>`
  );
  const others = claims.slice(LISTED);
  const more = others.length > 0 ? `<li class="more">and ${others.map(link).join(", ")}</li>` : "";
  const body = claims.length > 0
    ? `<ul>${items.join("")}${more}</ul>`
    : `<p class="quiet">Nothing in this report.</p>`;
  return `<div><h2><span class="${VERDICTS[verdict].tone}">${icon(verdict)}</span>${title}</h2>${body}</div>`;
}
