/** What a figure is: words, a Vega-Lite specification for wide and for narrow columns, and its numbers as a table. */
import type { TopLevelSpec } from "vega-lite";
import { CONFIG } from "./theme.ts";

/** A table of text and numbers: the CSV beside a figure, or the table below it. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A figure before it is drawn. */
export interface Figure {
  /** Name of its files: `figures/<name>.svg`. */
  readonly name: string;
  /** The finding, as a sentence without a final period, where the data hold one. */
  readonly title: string;
  /** What is drawn and how to read it. */
  readonly caption: string;
  /** The picture in words, for those who cannot see it. */
  readonly description: string;
  /** Whether it takes the whole width of a desktop's page or half of it. */
  readonly span: "full" | "half";
  /** Whether pointing at it tells numbers: charts do, pictures have said all they know. */
  readonly live: boolean;
  /** Ids of the claims whose numbers can be read off. */
  readonly claims: readonly string[];
  readonly wide: TopLevelSpec;
  readonly narrow: TopLevelSpec;
  readonly csv: Table;
  /** A digest of the CSV small enough for the page. */
  readonly summary: Table | null;
}

/** The width that a figure is drawn for: a desktop's column or a phone's. */
export type Size = "wide" | "narrow";

/** A layered plot: a specification of its own, or a part of a larger one. */
export type Panel = Extract<TopLevelSpec, { layer: unknown }>;

/** What every specification starts with. */
const TOP = { $schema: "https://vega.github.io/schema/vega-lite/v6.json", config: CONFIG } as const;

/** A chart for a desktop's column and for a phone's. */
export function bothSizes(chart: (size: Size) => TopLevelSpec): Pick<Figure, "wide" | "narrow"> {
  return { wide: { ...TOP, ...chart("wide") }, narrow: { ...TOP, ...chart("narrow") } };
}

/** A point that nobody sees and that a pointer finds: where a line of a live figure tells its numbers. */
export const HOVER_POINT = { type: "point", filled: true, size: 140, opacity: 0, aria: false } as const;
