/** The first screen: the count, a box for each claim, the facts, and what holds, stays open and does not. */
import { reproduceCommand } from "../../command.ts";
import type { ClaimResult, ReportData } from "../../data.ts";
import { anchor, escapeHtml } from "../escape.ts";
import { count, meanText, publishedText, ranges, withUnit } from "../../format.ts";
import { datasetName, headline, measuredClaims, shownClaims, tally } from "../../summary.ts";
import { VERDICTS } from "../../verdicts.ts";
import { icon, idHtml } from "./icons.ts";

/** Statements listed in full under each heading; the others are linked by id. */
const LISTED = 4;

/** The cards at the top of the page and the three short lists below them. */
export function summarySection(data: ReportData): string {
  const { score, rest, ours } = headline(data);
  const counted = escapeHtml(score).replace(/\d+ of \d+/g, '<span class="count">$&</span>');
  return `<section class="summary" aria-label="Verdict">
<div class="card">
<p class="score">${counted || escapeHtml(rest)}</p>
${counted === "" || rest === "" ? "" : `<p class="ours">${escapeHtml(rest)}</p>`}
${ours === "" ? "" : `<p class="ours">${escapeHtml(ours)}</p>`}
${boxes(data.claims)}
<ul class="tally">${
    tally(shownClaims(data.claims)).map(({ verdict, count }) =>
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

/** The paper's measured claims as boxes with their ids; our own and those not run as small squares. */
function boxes(claims: readonly ClaimResult[]): string {
  const box = (claim: ClaimResult, named: boolean) => {
    const { label, tone } = VERDICTS[claim.verdict];
    const counts = claim.graded || claim.verdict === "not-run" || claim.verdict === "not-comparable"
      ? ""
      : ", not graded";
    const words = escapeHtml(`${claim.id}, ${label.toLowerCase()}${counts}: ${claim.statement}`);
    const look = `tint ${tone}${counts === "" ? "" : " ungraded"}`;
    return `<li><a class="${look}" href="#${
      anchor("claim", claim.id)
    }" title="${words}" aria-label="${words}">${icon(claim.verdict)}${
      named ? `<span>${idHtml(claim.id)}</span>` : ""
    }</a></li>`;
  };
  const list = (name: string, label: string, shown: readonly ClaimResult[]) =>
    shown.length === 0
      ? ""
      : `<p class="label">${label}</p><ul class="${name}" aria-label="${label}">${
        shown.map((claim) => box(claim, name === "boxes")).join("")
      }</ul>`;
  const measured = measuredClaims(claims);
  const notRun = shownClaims(claims).filter((claim) => claim.verdict === "not-run");
  return list("boxes", "The paper’s claims", measured.filter((claim) => !claim.own)) +
    list("squares", "Checks of our own", measured.filter((claim) => claim.own)) +
    list("squares", "Not run", notRun) +
    (measured.some((claim) => !claim.graded && claim.verdict !== "not-comparable")
      ? `<p class="label">Dashed frame: measured but not graded in this profile.</p>`
      : "");
}

function facts(data: ReportData): string {
  const seeds = ranges(data.runs.map((run) => run.seed));
  const files = Object.keys(data.data.digests).length;
  const rows: [string, string][] = [
    ["Profile", escapeHtml(data.profile)],
    ["Claims", `${measuredClaims(data.claims).length} measured of ${shownClaims(data.claims).length}`],
    ["Runs", data.runs.length === 0 ? "none" : `<a href="#digests">${data.runs.length}</a>`],
    ["Seeds", seeds === "" ? "none" : escapeHtml(seeds)],
    ["Interval", "90 %, Student’s t over seeds"],
    ["Machine, time", '<a href="#environment">Environment</a>'],
    [
      "Data",
      escapeHtml(datasetName(data.data.name)) +
      (files > 0 ? `, <a href="#digests">${count(files, "digest")}</a>` : ""),
    ],
    ["Engine", escapeHtml(data.engine.class)],
    ["Run again", `<code>${unbroken(reproduceCommand(data))}</code>`],
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
    shortList("What remains open", "undecided", [
      ...having("undecided", "underspecified", "not-comparable"),
      ...rest,
    ])
  }${shortList("What does not hold", "not-reproduced", having("not-reproduced"))}</section>`;
}

/** Ours beside the paper's: "99.92 against 99.9 %"; of an ordering, the difference. */
function valuesText(claim: ClaimResult): string {
  const paper = claim.published === null ? "" : ` against ${publishedText(claim)}`;
  return escapeHtml(withUnit(`${meanText(claim)}${paper}`, claim.unit));
}

function shortList(
  title: string,
  verdict: "reproduced" | "undecided" | "not-reproduced",
  claims: readonly ClaimResult[],
) {
  const link = (claim: ClaimResult) => `<a href="#${anchor("claim", claim.id)}">${escapeHtml(claim.id)}</a>`;
  const items = claims.slice(0, LISTED).map((claim) =>
    `<li>${escapeHtml(claim.statement)} <span class="values">${valuesText(claim)}</span> ${link(claim)}</li>`
  );
  const others = claims.slice(LISTED);
  const more = others.length > 0 ? `<li class="more">and ${others.map(link).join(", ")}</li>` : "";
  const body = claims.length > 0
    ? `<ul>${items.join("")}${more}</ul>`
    : `<p class="quiet">None in this report.</p>`;
  return `<div><h2><span class="${VERDICTS[verdict].tone}">${icon(verdict)}</span>${title}</h2>${body}</div>`;
}
