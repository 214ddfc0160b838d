/** What a reader needs to trust the verdicts: invariances, choices where the paper is silent, errata and limits. */
import type { Choice, Erratum, ReportData } from "../../data.ts";
import { escapeHtml } from "../escape.ts";
import { capitalised, count, sectionText } from "../../format.ts";
import { failedSanityTexts, LIMITS, robustnessTexts, sanityText } from "../../summary.ts";
import { icon } from "./icons.ts";

/** The sections between the figures and the digests; those without content are left out. */
export function methodSections(data: ReportData): string {
  return [
    invariances(data.invariances),
    sanity(data.sanity),
    choices(data.choices),
    errata(data.errata),
    robustness(data.claims),
    `<section id="limits"><h2>Limits</h2><ul class="plain">${
      LIMITS.map((text) => `<li>${escapeHtml(text)}</li>`).join("")
    }</ul></section>`,
  ].join("\n");
}

function robustness(claims: ReportData["claims"]): string {
  const items = robustnessTexts(claims).map((text) => `<li>${escapeHtml(text)}</li>`);
  if (items.length === 0) return "";
  return `<section id="robustness"><h2>How firm the verdicts are</h2><ul class="plain">${
    items.join("")
  }</ul></section>`;
}

function invariances(rows: ReportData["invariances"]): string {
  if (rows.length === 0) return "";
  const items = rows.map(({ name, holds }) => {
    const tone = holds ? "ok" : "no";
    return `<li><span class="${tone}">${icon(holds ? "reproduced" : "not-reproduced")}</span>${
      escapeHtml(name)
    }: ${holds ? "holds" : "violated"}</li>`;
  });
  return `<section id="invariances"><h2>Invariances</h2><p class="lede">These must not change a single bit of any result. The program checks them on a short training run and its evaluation.</p><ul class="checks">${
    items.join("")
  }</ul></section>`;
}

function sanity(rows: ReportData["sanity"]): string {
  if (rows.length === 0) return "";
  const failed = failedSanityTexts(rows).map((text) =>
    `<li><span class="no">${icon("not-reproduced")}</span>${escapeHtml(text)}</li>`
  );
  const body = [...Map.groupBy(rows, ({ attack, check }) => `${attack}: ${check}`)].map(([name, group]) => {
    const held = group.filter(({ holds }) => holds).length;
    const values = group.flatMap(({ value }) => value ?? []);
    const range = values.length === 0
      ? "no number"
      : `${valueText(Math.min(...values))} … ${valueText(Math.max(...values))}`;
    return `<tr><th scope="row">${
      escapeHtml(name)
    }</th><td>${held} of ${group.length}</td><td>${range}</td></tr>`;
  });
  return `<section id="sanity"><h2>Sanity checks of the attacks</h2><p class="lede">${
    escapeHtml(capitalised(sanityText(rows)))
  }. If a check fails, no claim of its experiment is graded. “Found” is the smallest and the largest value over models, experiments and seeds.</p>${
    failed.length > 0
      ? `<details class="fold"${failed.length <= 5 ? " open" : ""}><summary>${
        count(failed.length, "check")
      } that ${failed.length === 1 ? "does" : "do"} not hold</summary><ul class="checks">${
        failed.join("")
      }</ul></details>`
      : ""
  }<div class="scroll" tabindex="0" role="region" aria-label="Sanity checks"><table class="grid"><thead><tr><th scope="col">Check</th><th scope="col">Holds</th><th scope="col">Found</th></tr></thead><tbody>${
    body.join("")
  }</tbody></table></div></section>`;
}

function valueText(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function choices(rows: readonly Choice[]): string {
  if (rows.length === 0) return "";
  const body = rows.map((row) =>
    `<details class="fold"><summary>${escapeHtml(capitalised(row.setting))}: ${
      escapeHtml(row.primary)
    } <span class="quiet">${escapeHtml(sectionText(row.section))}</span></summary><dl>${
      definition("Source", row.provenance) + definition("Also plausible", row.alternatives) +
      definition("Measured effect", row.effect ?? "not measured") +
      definition("Affects", row.claims.join(", "))
    }</dl></details>`
  );
  return `<section id="choices"><h2>Choices where the paper is silent</h2><p class="lede">Each setting comes from the authors’ code or their closest recipe, not from what fits best.</p>${
    body.join("\n")
  }</section>`;
}

function definition(name: string, text: string | null): string {
  return text === null ? "" : `<dt>${name}</dt><dd>${escapeHtml(text)}</dd>`;
}

function errata(rows: readonly Erratum[]): string {
  if (rows.length === 0) return "";
  const items = rows.map((row) =>
    `<li><b>${escapeHtml(`${sectionText(row.section)}, ${row.location}`)}</b>: <q>${
      escapeHtml(row.printed)
    }</q> → <q>${escapeHtml(row.correct)}</q>. <span class="quiet">${
      escapeHtml(capitalised(row.consequence))
    }</span></li>`
  );
  return `<section id="errata"><h2>Errata: errors and pitfalls in the printed paper</h2><ul class="plain">${
    items.join("")
  }</ul></section>`;
}
