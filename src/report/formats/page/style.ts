/** The page's style sheet: the written part, and the colours of figures that follow the page's light and dark. */
import { DARK_REMAP } from "../../charts/theme.ts";
import written from "./style.css" with { type: "text" };

/** CSS text, without any request or font of its own. */
export function styleSheet(): string {
  const rules = (pairs: typeof DARK_REMAP) =>
    pairs.map(([light, dark]) =>
      `.picture [fill="${light}"]{fill:${dark}}.picture [stroke="${light}"]{stroke:${dark}}`
    ).join("\n");
  const tokens = DARK_REMAP.filter(([, dark]) => dark.startsWith("var("));
  const models = DARK_REMAP.filter(([, dark]) => !dark.startsWith("var("));
  return `${written}\n${rules(tokens)}\n@media screen and (prefers-color-scheme: dark) {\n${
    rules(models)
  }\n}\n`;
}
