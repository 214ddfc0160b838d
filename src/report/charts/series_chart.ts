/**
 * Lines over a number, one for each series: the mean over seeds, with a band from the lowest seed to the highest.
 * Several figures are this chart with other words.
 */
import { round } from "../format.ts";
import { SERIES_COLOURS } from "./theme.ts";
import { type Figure, HOVER_POINT, type Panel, type Size } from "./figure.ts";
import type { Summary } from "./over_seeds.ts";
import { distinct } from "./rows.ts";

/** One point of one line. */
export interface SeriesPoint extends Summary {
  readonly series: string;
  readonly x: number;
}

/** A vertical or horizontal mark with a meaning, such as the ε of the paper. */
export interface Rule {
  readonly x?: number;
  readonly y?: number;
}

/** The words, colours and scales of a chart. */
export interface SeriesLook {
  readonly size: Size;
  /** Above the vertical axis, where it is read first. */
  readonly yTitle: string;
  readonly xTitle: string;
  /** Colour of each series, in the order of the legend (default: the palette, in the order of the points). */
  readonly colours?: ReadonlyMap<string, string>;
  /** Written after each number of the vertical axis. */
  readonly unit?: string;
  readonly yDomain?: readonly [number, number];
  readonly yLogarithmic?: boolean;
  readonly xLogarithmic?: boolean;
  /** A point at every value of x, with its own label: for settings rather than a range. */
  readonly xOrdinal?: boolean;
  readonly rules?: readonly Rule[];
  readonly colourOfRules?: string;
}

/** Six significant digits say all that a pixel can show. */
const significant = (value: number) => value === 0 ? 0 : Number(value.toPrecision(6));

function palette(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name, k) => [name, SERIES_COLOURS[k % SERIES_COLOURS.length]!]));
}

/** The chart as a layered Vega-Lite unit. */
export function seriesChart(points: readonly SeriesPoint[], look: SeriesLook): Panel {
  const shown = distinct(points.map((point) => point.series));
  const { size, yTitle, xTitle, colours = palette(shown), unit = "", rules = [] } = look;
  const names = [...colours.keys()].filter((name) => shown.includes(name));
  const banded = points.some((point) => point.high > point.low);
  const y = {
    type: "quantitative",
    title: null,
    scale: look.yLogarithmic
      ? { type: "log" as const }
      : look.yDomain
      ? { domain: [...look.yDomain] }
      : { zero: true },
    axis: {
      ...(unit === "" ? {} : { labelExpr: `datum.label + '${unit}'` }),
      ...(look.yLogarithmic
        ? { format: "~g", values: logarithmicTicks(points.flatMap((point) => [point.low, point.high])) }
        : { tickCount: 5 }),
    },
  } as const;
  const color = {
    field: "series",
    type: "nominal",
    scale: { domain: names, range: names.map((name) => colours.get(name)!) },
    legend: names.length > 1
      ? {
        title: null,
        symbolType: "stroke" as const,
        symbolOpacity: 1,
        columns: legendColumns(names, size),
      }
      : null,
  } as const;
  const value = (title: string, field: string) =>
    ({ field, type: "quantitative", title, format: ".4~r" }) as const;
  const tooltip = [
    { field: "series", type: "nominal", title: "Line" } as const,
    { field: "x", type: look.xOrdinal ? "ordinal" : "quantitative", title: xTitle.split(",")[0]! } as const,
    value("Mean", "mean"),
    ...(banded ? [value("Lowest seed", "low"), value("Highest seed", "high")] : []),
  ];
  return {
    title: yTitle,
    width: size === "wide" ? 396 : 262,
    height: size === "wide" ? 250 : 200,
    data: {
      values: points.map(({ series, x, mean, low, high }) => ({
        series,
        x: round(x, 6),
        mean: significant(mean),
        ...(banded ? { low: significant(low), high: significant(high) } : {}),
      })),
    },
    encoding: {
      x: look.xOrdinal ? { field: "x", type: "ordinal", title: xTitle, axis: { labelAngle: 0 } } : {
        field: "x",
        type: "quantitative",
        title: xTitle,
        scale: look.xLogarithmic ? { type: "log", nice: false } : { nice: false, zero: false },
        axis: look.xLogarithmic
          ? { format: "~g", values: logarithmicTicks(points.map((point) => point.x)) }
          : { tickCount: 6 },
      },
    },
    layer: [
      ...rules.map((rule) => ({
        data: { values: [{ ...rule }] },
        mark: {
          type: "rule" as const,
          color: look.colourOfRules ?? "#a9b1ba",
          strokeDash: [3, 3],
          aria: false,
        },
        encoding: rule.y === undefined ? { x: { field: "x", type: "quantitative" as const } } : {
          y: { field: "y", type: "quantitative" as const },
          x: { value: 0 },
          x2: { value: "width" as const },
        },
      })),
      ...(banded
        ? [{
          mark: { type: "area" as const, opacity: 0.16, aria: false },
          encoding: { y: { field: "low", ...y }, y2: { field: "high" }, color },
        }]
        : []),
      {
        mark: {
          type: "line",
          aria: false,
          ...(look.xOrdinal ? { point: { size: 50, opacity: 1 } } : {}),
        },
        encoding: { y: { field: "mean", ...y }, color },
      },
      { mark: HOVER_POINT, encoding: { y: { field: "mean", ...y }, color, tooltip } },
    ],
  };
}

/** 1, 2 and 5 times the powers of ten within the range of positive values; over three decades the powers alone. */
export function logarithmicTicks(values: readonly number[]): number[] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const steps = most > 1000 * least ? [1] : [1, 2, 5];
  const ticks = Array.from({ length: 25 }, (_, k) => steps.map((step) => Number(`${step}e${k - 12}`))).flat();
  return ticks.filter((tick) => tick >= least && tick <= most);
}

/** Whether a logarithmic axis says more than a linear one: all values are positive, and two labels at least lie among them. */
export function deservesLogarithm(points: readonly SeriesPoint[]): boolean {
  const values = points.flatMap((point) => [point.low, point.high]);
  return values.every((value) => value > 0) && logarithmicTicks(values).length >= 2;
}

/** How many names of a legend stand side by side; 0: all. */
function legendColumns(names: readonly string[], size: Size): number {
  const total = names.reduce((sum, name) => sum + name.length + 5, 0);
  const longest = Math.max(...names.map((name) => name.length));
  if (size === "wide") return total <= 62 ? 0 : longest <= 28 ? 2 : 1;
  return total <= 40 ? 0 : longest <= 17 ? 2 : 1;
}

/** The points of a chart as a table: a row for each x, a column for each series. */
export function seriesTable(
  points: readonly SeriesPoint[],
  xName: string,
  text: (value: number) => string,
): NonNullable<Figure["summary"]> {
  const names = distinct(points.map((point) => point.series));
  return {
    columns: [xName, ...names],
    rows: distinct(points.map((point) => point.x)).map((x) => [
      round(x, 6),
      ...names.map((name) => {
        const point = points.find((candidate) => candidate.series === name && candidate.x === x);
        return point ? text(point.mean) : "–";
      }),
    ]),
  };
}
