/** What becomes of Vega's SVG text: part of the page, or a file of its own. */
import { escapeHtml } from "../formats/escape.ts";

/**
 * An SVG to stand inside the page beside others: one role and one name for assistive technology, identifiers that do
 * not clash, and no namespace, which HTML does not need.
 */
export function inlineSvg(svg: string, id: string, label: string): string {
  if (!svg.startsWith("<svg")) throw new SyntaxError(`Cannot place the figure ${id}: not an SVG by Vega`);
  return svg
    .replace(/^<svg[^>]*>/, (tag) =>
      tag
        .replace(/ version="1.1"/, "")
        .replace(/ xmlns(:xlink)?="[^"]*"/g, "")
        .replace("<svg", `<svg id="${escapeHtml(id)}" role="img" aria-label="${escapeHtml(label)}"`))
    .replace(/ xlink:href="/g, ` href="`)
    .replace(/ style="image-rendering:[^"]*"/g, "") // the page's own sheet says it; its policy allows no other
    .replace(/ font-family="[^"]*"/g, "") // the page's own
    // within one image with one name nothing has a role; and what is empty, hidden or the default draws nothing
    .replace(/ (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-hidden="true")/g, "")
    .replace(/(<(?:g|path|text)[^>]*) aria-label="[^"]*"/g, "$1")
    .replace(/<path class="(?:background|foreground)"(?![^>]* (?:fill|stroke)=)[^>]*\/>/g, "")
    .replace(/ (?:opacity="1"|stroke-width="1"|pointer-events="none"|class="[\w -]*")/g, "")
    .replace(/(id="|url\(#)(clip|gradient)(_?\w+)/g, `$1${escapeHtml(id)}-$2$3`);
}

/** The same figure as a file, with its description in it. */
export function standaloneSvg(svg: string, label: string): string {
  return svg.replace(
    /^<svg([^>]*)>/,
    (_tag, attributes: string) =>
      `<svg role="img" aria-labelledby="title"${attributes}><title id="title">${escapeHtml(label)}</title>`,
  ) + "\n";
}
