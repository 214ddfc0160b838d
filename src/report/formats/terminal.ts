/**
 * The claims in a terminal of 80 columns: icon, id, the paper's value, ours, both on the axis that all claims share, and
 * the verdict in words; below, the statement. Colour only repeats what icon and word say.
 */
import { acceptedBand, inTolerances, referenceValue } from "../charts/claim_axis.ts";
import type { ClaimResult, ReportData, Verdict } from "../data.ts";
import { withoutControls } from "./escape.ts";
import { halfWidthText, isOwnBound, meanText, publishedText } from "../format.ts";
import {
  claimParts,
  failedSanityTexts,
  headlineText,
  measuredClaims,
  notRunByReason,
  sanityText,
  shownClaims,
  type Summarised,
  tally,
} from "../summary.ts";
import { VERDICTS } from "../verdicts.ts";

/** Widths of the columns; with icon and spaces they make 80. */
const ID = 16;
const PAPER = 7;
const OURS = 17;
const AXIS = 15;
const LINE = 80;

const COLOURS = { ok: "32", maybe: "33", no: "31", off: "2", bold: "1" } as const;
type Colour = keyof typeof COLOURS;
type Paint = (colour: Colour, text: string) => string;

/** The table, the claims that were not run, and the headline; lines end in "\n" and are at most 80 columns wide. */
export function claimsTable(
  data: Summarised & Pick<ReportData, "notices" | "sanity">,
  colour: boolean,
): string {
  const paint: Paint = (
    name,
    text,
  ) => (colour && text !== "" ? `\x1b[${COLOURS[name]}m${text}\x1b[0m` : text);
  const measured = measuredClaims(data.claims);
  const lines = [
    ...(measured.length > 0 ? [header(paint)] : []),
    ...claimParts(measured).flatMap(({ title, claims }) => [
      "",
      paint("bold", title),
      ...claims.flatMap((claim) => claimLines(claim, paint)),
    ]),
    ...notRunLines(data.claims, paint),
    "",
    ...headlineLines(data, paint),
    ...sanityLines(data.sanity, paint),
    ...data.notices.flatMap((text) => wrap(`! ${withoutControls(text)}`, LINE, 2)).map((line) =>
      paint("maybe", line)
    ),
  ];
  return lines.join("\n").replace(/^\n/, "") + "\n";
}

/** One claim as it is reached, on one line, for progress output: icon, id, measured, paper's value, verdict. */
export function claimLine(claim: ClaimResult, colour: boolean): string {
  const { character, tone, label } = VERDICTS[claim.verdict];
  const half = halfWidthText(claim);
  const ours = half === null ? meanText(claim) : `${meanText(claim)} ± ${half}`;
  const paint: Paint = (name, text) => (colour ? `\x1b[${COLOURS[name]}m${text}\x1b[0m` : text);
  const paper = isOwnBound(claim) ? `our bound ${publishedText(claim)}` : `paper ${publishedText(claim)}`;
  const text = `${withoutControls(claim.id)}: ${withoutControls(claim.quantity)}`;
  return `${paint(tone, character)} ${text}: ${ours}, ${paper}: ${paint(tone, label.toLowerCase())}`;
}

function header(paint: Paint): string {
  const values = `${"paper".padStart(PAPER)} ${"measured".padStart(OURS)}`;
  return paint("off", `  ${"claim".padEnd(ID)} ${values}  ← paper ± tol →  verdict`);
}

function claimLines(claim: ClaimResult, paint: Paint): readonly string[] {
  const { character, tone, label } = VERDICTS[claim.verdict];
  const id = [...withoutControls(claim.id)].slice(0, LINE / 2).join("");
  const half = halfWidthText(claim);
  const ours = half === null ? meanText(claim) : `${meanText(claim)} ± ${half}`;
  const values = `${publishedText(claim).padStart(PAPER)} ${ours.padStart(OURS)}`;
  // what is too wide takes from the space that the id leaves
  const room = Math.max(width(id), ID - Math.max(0, width(values) - PAPER - OURS - 1));
  const first = `${paint(tone, character)} ${paint("bold", id)}${" ".repeat(room - width(id))} ${values}  ${
    paint(tone, axisText(claim))
  }  ${paint(tone, label.toLowerCase())}`;
  const counts = claim.graded || claim.verdict === "not-comparable" ? "" : " (not graded)";
  const statement = `  ${withoutControls(claim.statement)}${counts}`;
  const fits = 2 + room + 1 + width(values) + 2 + AXIS + 2 + width(label) <= LINE;
  return [
    ...(fits ? [first] : wrap(`${character} ${id} ${values.trim()} ${label.toLowerCase()}`, LINE, 2)),
    ...wrap(statement, LINE, 2),
  ];
}

/** Columns of the axis for one tolerance. */
const TOLERANCE = 2;

/** The axis of the page in characters: ░ accepted, ◇ the paper, ━ our interval, ● our mean, ◆ both in one place. */
function axisText(claim: ClaimResult): string {
  const middle = Math.floor(AXIS / 2);
  const column = (t: number) => Math.min(AXIS - 1, Math.max(0, middle + Math.round(TOLERANCE * t)));
  const cells = new Array<string>(AXIS).fill("·");
  const band = acceptedBand(claim);
  if (band !== null) cells.fill("░", column(band[0]), column(band[1]) + 1);
  if (claim.interval !== null) {
    const [low, high] = claim.interval.map((value) => column(inTolerances(claim, value)));
    cells.fill("━", low, high! + 1);
  }
  const paper = referenceValue(claim) === null ? null : middle;
  if (paper !== null) cells[paper] = "◇";
  if (claim.mean === null) return cells.join("");
  const distance = inTolerances(claim, claim.mean);
  const mean = column(distance);
  const beyond = Math.abs(TOLERANCE * distance) > middle + 0.5;
  cells[mean] = beyond ? (distance < 0 ? "◂" : "▸") : mean === paper ? "◆" : "●";
  return cells.join("");
}

function notRunLines(claims: readonly ClaimResult[], paint: Paint): readonly string[] {
  const groups = [...notRunByReason(claims)];
  if (groups.length === 0) return [];
  const total = groups.reduce((sum, [, members]) => sum + members.length, 0);
  return [
    "",
    paint("bold", `Not run (${total})`),
    ...groups.flatMap(([reason, members]) => [
      ...wrap(
        `${VERDICTS["not-run"].character} ${members.map((claim) => withoutControls(claim.id)).join(", ")}`,
        LINE,
        2,
      ),
      ...wrap(`  ${withoutControls(reason)}`, LINE, 2).map((line) => paint("off", line)),
    ]),
  ];
}

function headlineLines(data: Summarised, paint: Paint): readonly string[] {
  // A count and its word stay on one line: the spaces between them do not break.
  const part = (verdict: Verdict, count: number) =>
    `${VERDICTS[verdict].character}\u00a0${count}\u00a0${
      VERDICTS[verdict].label.toLowerCase().replaceAll(" ", "\u00a0")
    }`;
  const counts = tally(shownClaims(data.claims)).map(({ verdict, count }) => part(verdict, count)).join(
    "  ",
  );
  const [first, ...others] = wrap(headlineText(data), LINE, 0);
  return [
    paint("bold", first!),
    ...others.map((line) => paint("bold", line)),
    ...wrap(counts, LINE, 0).map((line) => line.replaceAll("\u00a0", " ")),
  ];
}

function sanityLines(rows: ReportData["sanity"], paint: Paint): readonly string[] {
  const text = sanityText(rows);
  const failed = failedSanityTexts(rows).flatMap((line) => wrap(`✗ ${withoutControls(line)}`, LINE, 2));
  return [...(text === "" ? [] : [text]), ...failed.map((line) => paint("no", line))];
}

/** Columns that a text takes; our texts have no wide characters. */
function width(text: string): number {
  return [...text].length;
}

/**
 * Breaks a text at spaces into lines of at most `columns`, later lines indented; a word that is too long is cut.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(wrap("Q2a    one two three", 12, 2), ["Q2a    one", "  two three"]);
 * ```
 */
export function wrap(text: string, columns: number, indent: number): readonly string[] {
  const lines: string[] = [];
  let rest = [...text];
  while (rest.length > 0) {
    const room = columns - (lines.length === 0 ? 0 : indent);
    let end = rest.length;
    if (end > room) {
      const space = rest.slice(0, room + 1).lastIndexOf(" ");
      end = space > indent ? space : room;
    }
    lines.push((lines.length === 0 ? "" : " ".repeat(indent)) + rest.slice(0, end).join("").trimEnd());
    rest = [...rest.slice(end).join("").trimStart()];
  }
  return lines.length === 0 ? [""] : lines;
}
