/**
 * §3: under η = ε·sign(w) the activation of a linear unit grows by ε·m·n, with m the mean magnitude of the weights and
 * n their number, while the largest change of any input stays ε. Measured points against that line.
 */
import type { TopLevelSpec } from "vega-lite";
import { ascending, count, fixed, mean, round, short } from "../format.ts";
import { SERIES_COLOURS, TOKEN } from "../charts/theme.ts";
import { bothSizes, type Figure, listing, type Size } from "../charts/figure.ts";
import { distinct, numberOf, type Row } from "../charts/rows.ts";
import { logarithmicTicks } from "../charts/series_chart.ts";

/** The figure, or null when there are no rows. */
export function linearGrowth(rows: readonly Row[]): Figure | null {
  if (rows.length === 0) return null;
  const norms = [...distinct(rows.map((row) => numberOf(row, "norm")))].sort(ascending);
  const dimensions = [...distinct(rows.map((row) => numberOf(row, "dimension")))].sort(ascending);
  const seeds = distinct(rows.map((row) => numberOf(row, "seed"))).length;
  return {
    name: "linear_growth",
    span: "half",
    live: true,
    title: title(rows, dimensions),
    caption: `Change of the activation w·x under η = ε·sign(w) against the number of dimensions n, for ε = ${
      listing(norms.map(short))
    }. Lines: ε·m·n; circles: measured, ${count(seeds, "seed")}.`,
    description: `${title(rows, dimensions)}.`,
    claims: ["L1"],
    ...bothSizes((size) => spec(rows, norms, size)),
    csv: {
      columns: ["dimension", "norm", "seed", "measured", "predicted"],
      rows: rows.map((row) =>
        ["dimension", "norm", "seed", "measured", "predicted"].map((name) => numberOf(row, name))
      ),
    },
    summary: summary(rows, norms, dimensions),
  };
}

/** The largest deviation from theory, relative to theory. */
function deviation(rows: readonly Row[]): number {
  return Math.max(...rows.map((row) => {
    const predicted = numberOf(row, "predicted");
    const apart = Math.abs(numberOf(row, "measured") - predicted);
    return apart === 0 ? 0 : apart / Math.abs(predicted);
  }));
}

function title(rows: readonly Row[], dimensions: readonly number[]): string {
  const percent = 100 * deviation(rows);
  if (!(percent < 20)) return "Change of the activation against the number of dimensions";
  const within = percent < 0.1 ? "0.1" : fixed(Math.ceil(percent * 10) / 10, 1);
  return `The activation grows as ε·m·n, within ${within} % from n = ${dimensions[0]} to ${
    dimensions.at(-1)
  }`;
}

function summary(rows: readonly Row[], norms: readonly number[], dimensions: readonly number[]) {
  return {
    columns: ["n", ...norms.flatMap((norm) => [`measured, ε = ${short(norm)}`, "ε·m·n"])],
    rows: dimensions.map((dimension) => [
      dimension,
      ...norms.flatMap((norm) => {
        const here = rows.filter((row) => row["dimension"] === dimension && row["norm"] === norm);
        if (here.length === 0) return ["–", "–"];
        return ["measured", "predicted"].map((name) =>
          fixed(mean(here.map((row) => numberOf(row, name))), 3)
        );
      }),
    ]),
  };
}

function spec(rows: readonly Row[], norms: readonly number[], size: Size): TopLevelSpec {
  const dimensions = rows.map((row) => numberOf(row, "dimension"));
  const positive = rows.every((row) => numberOf(row, "measured") > 0 && numberOf(row, "predicted") > 0);
  // Over more than a decade and a half, only logarithmic axes show every point.
  const logarithmic = positive && Math.max(...dimensions) > 30 * Math.min(...dimensions);
  const scale = logarithmic ? { type: "log", nice: false } as const : { zero: true } as const;
  const ticks = (fields: readonly string[]) =>
    logarithmic
      ? {
        values: logarithmicTicks(rows.flatMap((row) => fields.map((field) => numberOf(row, field)))),
        format: "~g",
      }
      : { tickCount: 5, format: "~g" };
  const name = (row: Row) => `ε = ${short(numberOf(row, "norm"))}`;
  const color = {
    field: "norm",
    type: "nominal",
    scale: {
      domain: norms.map((norm) => `ε = ${short(norm)}`),
      range: norms.map((_, k) => SERIES_COLOURS[k % SERIES_COLOURS.length]!),
    },
    legend: { title: null, symbolType: "stroke", symbolOpacity: 1 },
  } as const;
  return {
    title: "Change of the activation",
    width: size === "wide" ? 400 : 262,
    height: size === "wide" ? 270 : 210,
    data: {
      values: rows.map((row) => ({
        dimension: numberOf(row, "dimension"),
        norm: name(row),
        measured: round(numberOf(row, "measured"), 6),
        predicted: round(numberOf(row, "predicted"), 6),
      })),
    },
    encoding: {
      x: {
        field: "dimension",
        type: "quantitative",
        title: "Dimensions n",
        scale,
        axis: ticks(["dimension"]),
      },
      color,
    },
    layer: [
      {
        mark: { type: "line", strokeWidth: 1.6, aria: false },
        encoding: {
          y: {
            field: "predicted",
            aggregate: "mean",
            type: "quantitative",
            title: null,
            scale,
            axis: ticks(["measured", "predicted"]),
          },
        },
      },
      {
        mark: {
          type: "point",
          size: 46,
          filled: false,
          strokeWidth: 1.6,
          opacity: 1,
          fill: TOKEN.surface,
          aria: false,
        },
        encoding: {
          tooltip: [
            { field: "norm", type: "nominal", title: "Perturbation" },
            { field: "dimension", type: "quantitative", title: "n" },
            { field: "measured", type: "quantitative", title: "Measured", format: ".4~r" },
            { field: "predicted", type: "quantitative", title: "ε·m·n", format: ".4~r" },
          ],
          y: {
            field: "measured",
            type: "quantitative",
            title: null,
            scale,
            axis: ticks(["measured", "predicted"]),
          },
        },
      },
    ],
  };
}
