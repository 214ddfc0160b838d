/**
 * The claims in a terminal of 80 columns: icon, claim, the paper's value, ours, and the verdict in words. Colour only
 * repeats what icon and word say.
 */
import type { ClaimResult, ReportData, Verdict } from "./data.ts";
import { withoutControls } from "./escape.ts";
import { halfWidthText, isOwnBound, meanText, publishedText, sectionText } from "./format.ts";
import {
  countedClaims,
  failedSanityTexts,
  headlineText,
  measuredClaims,
  notRunByReason,
  sanityText,
  tally,
} from "./summary.ts";
import { VERDICTS } from "./verdicts.ts";

/** Widths of the columns; with the spaces between them they make 80. */
const CLAIM = 40;
const PAPER = 7;
const OURS = 13;
const LINE = 80;
/** Ids up to this length stand in a column of their own. */
const ID = 6;

const COLOURS = { ok: "32", maybe: "33", no: "31", off: "2", bold: "1" } as const;
type Colour = keyof typeof COLOURS;
type Paint = (colour: Colour, text: string) => string;

/** The table, the claims that were not run, and the headline; lines end in "\n" and are at most 80 columns wide. */
export function claimsTable(
  data: Pick<ReportData, "claims" | "dataset" | "notices" | "sanity">,
  colour: boolean,
): string {
  const paint: Paint = (
    name,
    text,
  ) => (colour && text !== "" ? `\x1b[${COLOURS[name]}m${text}\x1b[0m` : text);
  const measured = measuredClaims(data.claims);
  const lines = [
    ...(measured.length > 0 ? [header(paint)] : []),
    ...measured.flatMap((claim, k) => [
      ...(claim.section === measured[k - 1]?.section ? [] : ["", paint("bold", sectionText(claim.section))]),
      ...claimLines(claim, paint),
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
  const paper = isOwnBound(claim) ? `wanted ${publishedText(claim)}` : `paper ${publishedText(claim)}`;
  const text = `${withoutControls(claim.id)}: ${withoutControls(claim.quantity)}`;
  return `${paint(tone, character)} ${text}: ${ours}, ${paper}: ${paint(tone, label.toLowerCase())}`;
}

function header(paint: Paint): string {
  const title = "  " + "claim".padEnd(CLAIM) + "paper".padStart(PAPER + 1) + "measured".padStart(OURS + 1) +
    "  verdict";
  return paint("off", title);
}

function claimLines(claim: ClaimResult, paint: Paint): readonly string[] {
  const { character, tone, label } = VERDICTS[claim.verdict];
  const id = withoutControls(claim.id);
  const half = halfWidthText(claim);
  const ours = half === null ? meanText(claim) : `${meanText(claim)} ± ${half}`;
  const values = ` ${publishedText(claim).padStart(PAPER)} ${ours.padStart(OURS)}`;
  const room = CLAIM - Math.max(0, width(values) - PAPER - OURS - 2);
  const text = wrap(`${id.padEnd(ID)} ${withoutControls(claim.statement)}`, room, ID + 1);
  const counts = claim.graded || claim.verdict === "not-comparable" ? "" : "not graded";
  const indent = " ".repeat(2 + room + width(values) + 2);
  return text.map((line, k) => {
    const painted = k === 0 && line.startsWith(id) ? paint("bold", id) + line.slice(id.length) : line;
    if (k === 0) {
      return `${paint(tone, character)} ${painted}${" ".repeat(room - width(line))}${values}  ${
        paint(tone, label.toLowerCase())
      }`;
    }
    const rest = k === 1 && counts !== "" ? `${indent.slice(2 + width(line))}${paint("off", counts)}` : "";
    return `  ${painted}${rest}`;
  });
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

function headlineLines(data: Pick<ReportData, "claims" | "dataset">, paint: Paint): readonly string[] {
  // A count and its word stay on one line: the spaces between them do not break.
  const part = (verdict: Verdict, count: number) =>
    `${VERDICTS[verdict].character}\u00a0${count}\u00a0${
      VERDICTS[verdict].label.toLowerCase().replaceAll(" ", "\u00a0")
    }`;
  const counts = tally(countedClaims(data.claims)).map(({ verdict, count }) => part(verdict, count)).join(
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
