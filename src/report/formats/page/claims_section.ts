/** The claims on one axis, each row opening its exact command, its seeds and the basis of its tolerance. */
import { isDistinguishable } from "../../../claims/robustness.ts";
import { claimCommand } from "../../command.ts";
import type { ClaimResult, ReportData } from "../../data.ts";
import { anchor, escapeHtml, escapeProse } from "../escape.ts";
import {
  capitalised,
  claimNumber,
  halfWidthText,
  isOwnBound,
  meanText,
  publishedText,
  shortDigest,
  withUnit,
} from "../../format.ts";
import { claimParts, measuredClaims, notRunByReason } from "../../summary.ts";
import { idHtml, pill } from "./icons.ts";
import { rangePlot } from "./range_plot.ts";

/** A figure that shows the numbers of a claim: its number on the page. */
export type FigureNumbers = ReadonlyMap<string, number>;

/** The table of measured claims, and below it, in short, those that were not run and the settings that were used. */
export function claimsSection(data: ReportData, figures: FigureNumbers): string {
  const measured = measuredClaims(data.claims);
  const table = measured.length === 0 ? "" : `${LEGEND}
<table class="claims" role="table"><thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Claim</th><th scope="col" role="columnheader" class="right">Paper</th><th scope="col" role="columnheader" class="right">Measured</th><th scope="col" role="columnheader">${AXIS}</th><th scope="col" role="columnheader">Verdict</th></tr></thead>
${claimParts(measured).map(({ title, claims }) => partHtml(title, claims, data, figures)).join("\n")}
</table>`;
  return `<section id="claims"><h2>Claims</h2>
<p class="lede">Every statement of the paper that this report measures, section by section, followed by our own checks. Values are in per cent unless the row says otherwise. Each row opens to the command that recomputes it, its seeds and the basis of its tolerance.</p>
${table}
${notRun(data.claims)}
${settings(data.claims)}
</section>`;
}

const LEGEND = `<ul class="legend">
<li><svg class="mini" viewBox="0 0 12 24" width="10" height="19" aria-hidden="true"><path class="paper-line" d="M6 8v15"/><path class="paper-value" d="M6 1l4 4-4 4-4-4z"/></svg>value in the paper</li>
<li><svg class="mini" viewBox="0 0 30 14" width="30" height="14" aria-hidden="true"><rect class="band" width="30" height="14" rx="4"/></svg>accepted: within the tolerance</li>
<li><svg class="mini" viewBox="0 0 30 14" width="30" height="14" aria-hidden="true"><path class="interval" d="M4 7h22"/><circle class="mean" cx="15" cy="7" r="4.2"/></svg>measured mean, 90 % interval</li>
<li><svg class="mini" viewBox="0 0 20 14" width="20" height="14" aria-hidden="true"><path class="seed" d="M3 4v6M8 4v6M11 4v6M17 4v6"/></svg>one seed each</li>
<li>Interval inside the band: reproduced. Outside: not reproduced. Across an edge: undecided.</li>
</ul>`;

const AXIS =
  `<svg class="mini" viewBox="0 0 210 13" width="210" height="13" role="img" aria-label="Distance from the paper’s value, in tolerances"><text x="2" y="10">← lower</text><text x="105" y="10" text-anchor="middle">paper ± tolerance</text><text x="208" y="10" text-anchor="end">higher →</text></svg>`;

function partHtml(
  title: string,
  claims: readonly ClaimResult[],
  data: ReportData,
  figures: FigureNumbers,
): string {
  const graded = claims.filter((claim) => claim.graded);
  const held = graded.filter((claim) => claim.verdict === "reproduced").length;
  const score = graded.length === 0 ? "" : `<span>${held} of ${graded.length} graded reproduced</span>`;
  return `<tbody role="rowgroup"><tr role="row" class="part"><th role="rowheader" scope="rowgroup" colspan="5">${
    escapeHtml(title)
  }${score}</th></tr>
${claims.map((claim) => row(claim, data, figures)).join("\n")}
</tbody>`;
}

function row(claim: ClaimResult, data: ReportData, figures: FigureNumbers): string {
  const id = anchor("claim", claim.id);
  const half = halfWidthText(claim);
  const spread = half === null ? "" : `<span class="quiet"> ± ${half}</span>`;
  const figure = figures.get(claim.id);
  const own = isOwnBound(claim) ? '<span class="note">our bound</span>' : "";
  return `<tr id="${id}" role="row"><th scope="row" role="rowheader"><div class="claim"><a class="id" href="#${id}">${
    idHtml(claim.id)
  }</a><div><span class="statement">${escapeProse(claim.statement)}</span>${
    details(claim, data)
  }</div></div></th>` +
    `<td role="cell" class="value right paper">${publishedText(claim)}${own}</td>` +
    `<td role="cell" class="value right measured"><b>${meanText(claim)}</b>${spread}</td>` +
    `<td role="cell" class="plot">${rangePlot(claim)}</td>` +
    `<td role="cell" class="verdict">${pill(claim)}${
      figure ? `<a class="seen" href="#figure-${figure}">Fig.&nbsp;${figure}</a>` : ""
    }</td></tr>`;
}

function details(claim: ClaimResult, data: ReportData): string {
  const facts = factsOf(claim, data).map(([name, text]) => `<dt>${name}</dt><dd>${escapeHtml(text)}</dd>`)
    .join("");
  return `<details><summary>${
    escapeHtml(claim.quantity)
  }<span class="more">re-run</span></summary><div class="behind"><div class="run"><code tabindex="0">${
    escapeHtml(claimCommand(data, claim.id))
  }</code></div><dl>${facts}</dl></div></details>`;
}

/** What stands behind a number; entries that a claim lacks are left out. */
function factsOf(claim: ClaimResult, data: ReportData): readonly (readonly [string, string])[] {
  const number = (value: number) => claimNumber(claim, value);
  const range = ([low, high]: readonly [number, number]) =>
    withUnit(`${number(low)} to ${number(high)}`, claim.unit);
  const seeds = claim.perSeed.map(({ seed, value }) => `${number(value)} (seed ${seed})`).join(" · ");
  return [
    ...(seeds === "" ? [] : [["Seeds", seeds] as const]),
    ...(claim.interval ? [["90 % interval", range(claim.interval)] as const] : []),
    ...(claim.prediction
      ? [
        [
          "One run",
          `${range(claim.prediction)}: where 90 % of single runs lie${distinguishable(claim)}`,
        ] as const,
      ]
      : []),
    ...(claim.pValue === null ? [] : [["p", `${smallNumber(claim.pValue)}, one-sided, by itself`] as const]),
    ...(claim.pivotal.map(({ seed, verdict }) =>
      [`Without seed ${seed}`, verdict.replaceAll("-", " ")] as const
    )),
    ...(claim.wilson
      ? [["Wilson", `${range(claim.wilson)}, the test set’s sampling error, for information only`] as const]
      : []),
    ...(claim.tolerance === null
      ? []
      : [["Tolerance", `${withUnit(String(claim.tolerance), claim.unit)}${basis(claim)}`] as const]),
    ...(claim.tolerance === null && claim.basis !== null ? [["Basis", claim.basis] as const] : []),
    ...(claim.expected === "reproduced" ? [] : [["Expected", claim.expected.replaceAll("-", " ")] as const]),
    ...(claim.reason === null ? [] : [["Remark", claim.reason] as const]),
    ...(claim.readings.map((reading) =>
      [
        "Read as",
        `${reading.metric}, ${number(reading.mean)}: ${reading.verdict.replaceAll("-", " ")}`,
      ] as const
    )),
    ["Measured by", `src/experiments/${claim.experiment}.ts, ${claim.metric}`],
    ["Stored in", heldIn(claim, data.measurements)],
  ];
}

function distinguishable(claim: ClaimResult): string {
  return isDistinguishable(claim) ? "; the published value is not among them: close but distinguishable" : "";
}

/** A probability with two digits. */
function smallNumber(p: number): string {
  return p < 0.0001 ? "below .0001" : String(Number(p.toPrecision(2))).replace(/^0\./, ".");
}

/** The files with the numbers: the report's own table, and the entries of the store with the measurements. */
function heldIn(claim: ClaimResult, measurements: ReportData["measurements"]): string {
  const entries = measurements.filter(({ experiment }) => experiment === claim.experiment)
    .map(({ seed, key }) => `${key.slice(0, 2)}/${shortDigest(key)} (seed ${seed})`);
  const table = `claims.csv, row ${claim.id}`;
  return entries.length === 0 ? table : `${table}; metrics.json in the store’s ${entries.join(", ")}`;
}

function basis(claim: ClaimResult): string {
  const seen = claim.pilot === null ? "" : `; pilot seen before it was fixed: ${claim.pilot}`;
  return (claim.basis === null ? "" : `: ${claim.basis}`) + seen;
}

function notRun(claims: readonly ClaimResult[]): string {
  const groups = [...notRunByReason(claims)];
  if (groups.length === 0) return "";
  const item = (claim: ClaimResult) =>
    `<li id="${anchor("claim", claim.id)}"><b>${escapeHtml(claim.id)}</b> ${escapeHtml(claim.statement)}${
      claim.published === null
        ? ""
        : ` <span class="quiet">${escapeHtml(withUnit(publishedText(claim), claim.unit))}</span>`
    }</li>`;
  const folds = groups.map(([reason, members]) =>
    `<details class="fold"><summary>${
      escapeHtml(capitalised(reason))
    }: <b>${members.length}</b> <span class="quiet">${
      escapeHtml(members.map((claim) => claim.id).join(", "))
    }</span></summary><ul class="plain columns">${members.map(item).join("")}</ul></details>`
  );
  const total = groups.reduce((sum, [, members]) => sum + members.length, 0);
  return `<div id="not-run"><h3>Not run: ${total}</h3>${folds.join("")}</div>`;
}

function settings(claims: readonly ClaimResult[]): string {
  const rows = claims.filter((claim) => claim.kind === "setting").map((claim) =>
    `<li><b>${escapeHtml(claim.id)}</b> ${escapeHtml(claim.statement)} <span class="quiet">${
      escapeHtml(withUnit(publishedText(claim), claim.unit))
    }</span></li>`
  );
  if (rows.length === 0) return "";
  return `<details class="fold"><summary><h3>Settings and third-party facts, not counted: ${rows.length}</h3></summary><ul class="plain columns">${
    rows.join("")
  }</ul></details>`;
}
