/** From figures to pictures: each specification rendered for wide and for narrow columns. */
import { type Figure, type Undrawn, undrawn } from "../figures/mod.ts";
import { render, type Rendered } from "./render.ts";

/** A figure with its pictures, as Vega wrote them, and what they were drawn from. */
export interface DrawnFigure extends Figure {
  readonly drawn: { readonly wide: Rendered; readonly narrow: Rendered };
}

/** What became of a figure. */
export type Drawing = DrawnFigure | Undrawn;

/** Whether there is a picture. */
export function isDrawn(drawing: Drawing): drawing is DrawnFigure {
  return "drawn" in drawing;
}

/** Renders figures one after the other; one that Vega refuses costs itself alone. */
export async function drawFigures(figures: readonly (Figure | Undrawn)[]): Promise<readonly Drawing[]> {
  const drawings: Drawing[] = [];
  for (const figure of figures) drawings.push("reason" in figure ? figure : await drawn(figure));
  return drawings;
}

async function drawn(figure: Figure): Promise<Drawing> {
  try {
    const wide = await render(figure.wide);
    return { ...figure, drawn: { wide, narrow: await render(figure.narrow) } };
  } catch (error) {
    return undrawn(figure.name, error);
  }
}

/** One line for a figure that could not be drawn. */
export function undrawnText({ name, reason }: Undrawn): string {
  return `Figure ${name} could not be drawn: ${reason}`;
}
