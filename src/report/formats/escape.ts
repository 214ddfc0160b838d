/** Text that came from data, made safe for each format that the report writes. */

/**
 * Text for HTML and XML, inside an element or a quoted attribute.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(escapeHtml(`<a b="c">'&`), "&#60;a b=&#34;c&#34;&#62;&#39;&#38;");
 * ```
 */
export function escapeHtml(text: string): string {
  return withoutControls(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * Text for HTML in which a number stays on one line with its unit, and a symbol with its value.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(escapeProse("at ε = .25, 3 % of Fig. 4"), "at ε\u00a0=\u00a0.25, 3\u00a0% of Fig.\u00a04");
 * ```
 */
export function escapeProse(text: string): string {
  return escapeHtml(text)
    .replace(/(\S) ([=≈±]) (?=\S)/g, "$1\u00a0$2\u00a0")
    .replace(/(\d) (?=%|nats\b|points\b)/g, "$1\u00a0")
    .replace(/\b(Figs?\.|App\.) (?=[A-Z\d])/g, "$1\u00a0");
}

/**
 * Text for a cell of a Markdown table: one line, no markup.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(escapeMarkdown("a|b\n*c*"), "a\\|b \\*c\\*");
 * ```
 */
export function escapeMarkdown(text: string): string {
  return withoutControls(text).replace(/[\\`*_[\]|~#!]/g, "\\$&").replace(
    /[&<>]/g,
    (character) => `&#${character.charCodeAt(0)};`,
  );
}

/**
 * Text with a space for each run of control characters: in a terminal they could move the cursor or change colours,
 * and XML cannot hold them.
 */
export function withoutControls(text: string): string {
  // deno-lint-ignore no-control-regex -- control characters are what this removes
  return text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ");
}

/** A name that can stand in an `id` attribute and after `#`: "Q14a.error" stays as it is. */
export function anchor(prefix: string, name: string): string {
  return `${prefix}-${name.replace(/[^A-Za-z0-9._-]/g, "_")}`;
}
