/** What identifies the results, the same on every machine; and, apart from it, what belongs to this one. */
import type { ReportData, RunRow } from "../../data.ts";
import { escapeHtml } from "../escape.ts";
import { count, shortDigest } from "../../format.ts";
import { datasetName } from "../../summary.ts";

/** Digests of data, engine and runs: functions of the runs alone. */
export function digestsSection(data: ReportData): string {
  const rows = [
    ["Engine", escapeHtml(data.engine.class)],
    ["WebAssembly", digest(data.engine.wasm)],
    ...Object.entries(data.data.digests).map(([name, hex]) => [escapeHtml(name), digest(hex)]),
    ...data.otherData.flatMap(({ name, digests }) =>
      Object.entries(digests).map((
        [role, hex],
      ) => [escapeHtml(`${role} of ${datasetName(name)}`), digest(hex)])
    ),
  ];
  return `<section id="digests"><h2>Digests</h2><p class="lede">Anyone who runs the same command gets the same digests, on any number of cores. All are SHA-256. <code>receipt.json</code>, next to this page, lists them with every specification and hash chain; <code>deno task verify</code> recomputes it.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Digests of data and engine"><table class="pairs"><tbody>${
    rows.map(([name, value]) => `<tr><th scope="row">${name}</th><td>${value}</td></tr>`).join("")
  }</tbody></table></div>
${runs(data.runs)}</section>`;
}

function digest(hex: string): string {
  return `<code>${escapeHtml(hex)}</code>`;
}

function brief(hex: string): string {
  return `<code title="${escapeHtml(hex)}">${escapeHtml(shortDigest(hex))}</code>`;
}

function runs(rows: readonly RunRow[]): string {
  if (rows.length === 0) return "";
  const body = rows.map((run) =>
    `<tr><td>${escapeHtml(run.label)}</td><td>${run.seed}</td><td>${brief(run.key)}</td><td>${
      brief(run.parametersSha256)
    }</td><td>${brief(run.chainHead)}</td></tr>`
  );
  return `<details class="fold"><summary>${
    count(rows.length, "run")
  }: key, parameters and head of the hash chain</summary><div class="scroll" tabindex="0" role="region" aria-label="Runs"><table class="grid"><thead><tr><th scope="col">Run</th><th scope="col">Seed</th><th scope="col">Key</th><th scope="col">Parameters</th><th scope="col">Chain</th></tr></thead><tbody>${
    body.join("")
  }</tbody></table></div></details>`;
}

/** The only part of the page that may differ between two machines. */
export function environmentSection(data: ReportData): string {
  const rows = Object.entries({ ...data.environment, threads: data.engine.threads });
  return `<section id="environment"><h2>Environment</h2><p class="lede">Where and when this page was made. No number in this report depends on it.</p>
<table class="pairs"><tbody>${
    rows.map(([name, value]) =>
      `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(String(value))}</td></tr>`
    )
      .join("")
  }</tbody></table></section>`;
}
