/** Horizontal bars, each with its name and its number: a ranking, or a few results that want long names. */
import type { Panel, Size } from "./figure.ts";
import { fixed, round } from "../format.ts";
import { SERIES_COLOURS, TOKEN } from "./theme.ts";

/** One bar; values in per cent. */
export interface LabelledBar {
  readonly name: string;
  readonly value: number;
}

/** The words and sizes of a chart. */
export interface LabelledBarLook {
  readonly size: Size;
  /** Above the chart: what the numbers are. */
  readonly title: string;
  /** What the names are, for a tooltip. */
  readonly nameTitle: string;
  /** Length of a bar of `most` on a desktop, in px: what the names leave. */
  readonly width: number;
  /** The end of the axis. */
  readonly most: number;
}

/** The chart as a layered Vega-Lite unit, in the order of the bars; on a phone the names stand above them. */
export function labelledBars(bars: readonly LabelledBar[], look: LabelledBarLook): Panel {
  const { size, title, nameTitle, width, most } = look;
  const above = size === "narrow";
  const small = { fontSize: 11, aria: false, align: "left" } as const;
  return {
    title,
    width: above ? 262 : width,
    height: { step: above ? 44 : bars.length > 10 ? 24 : 36 },
    data: {
      values: bars.map(({ name, value }) => ({
        name,
        value: round(value, 3),
        text: `${fixed(value, 1)} %`,
      })),
    },
    encoding: {
      y: {
        field: "name",
        type: "nominal",
        sort: bars.map((bar) => bar.name),
        title: null,
        axis: above ? null : { labelColor: TOKEN.ink },
      },
      x: {
        field: "value",
        type: "quantitative",
        title: null,
        scale: { domain: [0, most] },
        axis: { labelExpr: "datum.label + '%'", tickCount: 3, grid: true },
      },
      tooltip: [
        { field: "name", type: "nominal", title: nameTitle },
        { field: "value", type: "quantitative", title: `${title}, %`, format: ".2f" },
      ],
    },
    layer: [
      { mark: { type: "bar", color: SERIES_COLOURS[0], height: 14, aria: false } },
      { mark: { ...small, type: "text", dx: 5 }, encoding: { text: { field: "text", type: "nominal" } } },
      ...(above
        ? [{
          mark: { ...small, type: "text" as const, dy: -15 },
          encoding: { text: { field: "name", type: "nominal" as const }, x: { value: 0 } },
        }]
        : []),
    ],
  };
}
