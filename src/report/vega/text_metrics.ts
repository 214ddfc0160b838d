/**
 * Text widths for Vega where there is no canvas. Vega would guess 0.8 em per character, half too wide, and cut
 * labels short. A frozen table of advance widths is enough, and figures no longer depend on installed packages.
 */
import * as vega from "vega";
import table from "./font_widths.json" with { type: "json" };

interface TextItem {
  readonly fontSize?: number;
  readonly fontWeight?: number | string;
}

/** Width of a character that the table lacks, in thousandths of an em. */
const UNKNOWN_WIDTH = 620;

const widthsOf = (widths: readonly number[]): ReadonlyMap<string, number> =>
  new Map([...table.characters].map((character, i) => [character, widths[i]!]));
const REGULAR = widthsOf(table.regular);
const SEMIBOLD = widthsOf(table.semibold);

/** Vega's own default font size in px. */
const DEFAULT_FONT_SIZE = 11;

/**
 * The width of a line of text in px, at `fontSize` px.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(textWidth("ε", 1000, false), 537);
 * assertEquals(textWidth("", 12, true), 0);
 * ```
 */
export function textWidth(text: string, fontSize: number, semibold: boolean): number {
  const widths = semibold ? SEMIBOLD : REGULAR;
  let sum = 0;
  for (const character of text) sum += widths.get(character) ?? UNKNOWN_WIDTH;
  return (sum * fontSize) / 1000;
}

/** Makes Vega measure with the table. Must be called before a figure is rendered. */
export function installTextMetrics(): void {
  // vega exports this object (from vega-scenegraph), its typings do not.
  const { textMetrics } = vega as unknown as {
    textMetrics: { width(item: TextItem, text: unknown): number };
  };
  textMetrics.width = (item, text) => {
    const weight = item.fontWeight ?? 400;
    const semibold = weight === "bold" || Number(weight) >= 500;
    return textWidth(String(text ?? ""), item.fontSize ?? DEFAULT_FONT_SIZE, semibold);
  };
}
