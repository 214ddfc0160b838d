/** From figures to pictures: each specification rendered for wide and for narrow columns. */
import type { Figure } from "./figures/mod.ts";
import { renderSvg } from "./render.ts";

/** A figure with its pictures, as Vega wrote them. */
export interface DrawnFigure extends Figure {
  readonly svg: { readonly wide: string; readonly narrow: string };
}

/** Renders figures one after the other. */
export async function drawFigures(figures: readonly Figure[]): Promise<readonly DrawnFigure[]> {
  const drawn: DrawnFigure[] = [];
  for (const figure of figures) {
    const wide = await renderSvg(figure.wide);
    drawn.push({ ...figure, svg: { wide, narrow: await renderSvg(figure.narrow) } });
  }
  return drawn;
}
