/** From figures to pictures: each specification rendered for wide and for narrow columns. */
import type { Figure } from "../figures/mod.ts";
import { render, type Rendered } from "./render.ts";

/** A figure with its pictures, as Vega wrote them, and what they were drawn from. */
export interface DrawnFigure extends Figure {
  readonly drawn: { readonly wide: Rendered; readonly narrow: Rendered };
}

/** Renders figures one after the other. */
export async function drawFigures(figures: readonly Figure[]): Promise<readonly DrawnFigure[]> {
  const drawn: DrawnFigure[] = [];
  for (const figure of figures) {
    const wide = await render(figure.wide);
    drawn.push({ ...figure, drawn: { wide, narrow: await render(figure.narrow) } });
  }
  return drawn;
}
