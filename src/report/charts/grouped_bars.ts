/** Bars in groups: for each group one bar a series, its mean over seeds, with a whisker from the lowest to the highest. */
import { round } from "../format.ts";
import { TOKEN } from "./theme.ts";
import type { Figure, Panel, Size } from "./figure.ts";
import { grouped, overSeeds, type Summary } from "./over_seeds.ts";
import { distinct } from "./rows.ts";

/** One bar. */
export interface Bar extends Summary {
  readonly group: string;
  readonly series: string;
}

/** A quantity of each row; null where it could not be measured. */
export interface Quantity<R> {
  /** The name of its series. */
  readonly name: string;
  readonly of: (row: R) => number | null;
}

/** A bar for each quantity of the rows of each group, over their seeds; none where it was never measured. */
export function barsOf<R>(
  rows: readonly R[],
  groupOf: (row: R) => string,
  quantities: readonly Quantity<R>[],
): readonly Bar[] {
  return grouped(rows, groupOf).flatMap((own) =>
    quantities.flatMap(({ name, of }) => {
      const measured = own.flatMap((row) => {
        const value = of(row);
        return value === null ? [] : [{ value }];
      });
      return measured.length === 0
        ? []
        : [{ group: groupOf(own[0]!), series: name, ...overSeeds(measured, "value") }];
    })
  );
}

/** The words and colours of a chart. */
export interface BarLook {
  readonly size: Size;
  readonly yTitle: string;
  readonly colours: ReadonlyMap<string, string>;
  readonly unit: string;
}

/** The chart as a layered Vega-Lite unit; groups and series in order of first appearance. */
export function groupedBars(bars: readonly Bar[], { size, yTitle, colours, unit }: BarLook): Panel {
  const groups = distinct(bars.map((bar) => bar.group));
  const series = distinct(bars.map((bar) => bar.series));
  const xOffset = { field: "series", type: "nominal", sort: [...series] } as const;
  const number = (field: string, title: string) =>
    ({ field, type: "quantitative", title, format: ".4~r" }) as const;
  return {
    title: yTitle,
    width: size === "wide" ? 396 : 262,
    height: size === "wide" ? 240 : 190,
    data: {
      values: bars.map(({ group, series, mean, low, high }) => ({
        group,
        series,
        mean: round(mean, 4),
        low: round(low, 4),
        high: round(high, 4),
      })),
    },
    encoding: {
      x: {
        field: "group",
        type: "nominal",
        sort: [...groups],
        title: null,
        // labels break at their spaces: a group is narrow
        axis: { labelAngle: 0, ticks: false, labelExpr: "split(datum.label, ' ')", labelFontSize: 11 },
      },
    },
    layer: [
      {
        mark: { type: "bar", aria: false },
        encoding: {
          y: {
            field: "mean",
            type: "quantitative",
            title: null,
            axis: { tickCount: 5, labelExpr: `datum.label + '${unit}'` },
          },
          xOffset,
          color: {
            field: "series",
            type: "nominal",
            scale: { domain: [...series], range: series.map((name) => colours.get(name)!) },
            legend: series.length > 1
              ? {
                title: null,
                symbolType: "square",
                columns: size === "wide" && series.join("").length < 50 ? 0 : 2,
              }
              : null,
          },
          tooltip: [
            { field: "group", type: "nominal", title: "Net" },
            { field: "series", type: "nominal", title: "Quantity" },
            number("mean", "Mean"),
            number("low", "Lowest seed"),
            number("high", "Highest seed"),
          ],
        },
      },
      {
        mark: { type: "rule", color: TOKEN.ink, strokeWidth: 1, aria: false },
        encoding: { y: { field: "low", type: "quantitative" }, y2: { field: "high" }, xOffset },
      },
    ],
  };
}

/** The bars as a table: a row for each group, a column for each series. */
export function barTable(
  bars: readonly Bar[],
  groupName: string,
  text: (value: number) => string,
): NonNullable<Figure["summary"]> {
  const series = distinct(bars.map((bar) => bar.series));
  return {
    columns: [groupName, ...series],
    rows: distinct(bars.map((bar) => bar.group)).map((group) => [
      group,
      ...series.map((name) => {
        const bar = bars.find((candidate) => candidate.group === group && candidate.series === name);
        return bar ? text(bar.mean) : "–";
      }),
    ]),
  };
}
