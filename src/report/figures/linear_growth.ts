/**
 * §3: under η = ε·sign(w) the activation of a linear unit grows by ε·m·n, with m the mean magnitude of the weights and
 * n their number, while the largest change of any input stays ε. Measured points against that line.
 */
import type { TopLevelSpec } from "vega-lite";
import { ascending, fixed, mean, round, short } from "../format.ts";
import { SERIES_COLOURS, TOKEN } from "../charts/theme.ts";
import { bothSizes, type Figure, type Size } from "../charts/figure.ts";
import { listing } from "../../text/listing.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import { logarithmicTicks } from "../charts/series_chart.ts";
import { seedsText } from "../charts/over_seeds.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"linear_growth">[];

/** The figure. */
export function linearGrowth(rows: Rows): Figure {
  const norms = [...distinct(rows.map((row) => row.norm))].sort(ascending);
  const dimensions = [...distinct(rows.map((row) => row.dimension))].sort(ascending);
  return {
    name: "linear_growth",
    span: "half",
    live: true,
    title: title(rows, dimensions),
    caption: `Change of the activation w·x under η = ε·sign(w) against the number of dimensions n, for ε = ${
      listing(norms.map(short))
    }. Lines: ε·m·n; circles: measured, ${seedsText(rows)}.`,
    description: `${title(rows, dimensions)}.`,
    claims: ["L1"],
    ...bothSizes((size) => spec(rows, norms, size)),
    csv: csvOf("linear_growth", rows),
    summary: summary(rows, norms, dimensions),
  };
}

/** The largest deviation from theory, relative to theory. */
function deviation(rows: Rows): number {
  return Math.max(...rows.map((row) => {
    const predicted = row.predicted;
    const apart = Math.abs(row.measured - predicted);
    return apart === 0 ? 0 : apart / Math.abs(predicted);
  }));
}

function title(rows: Rows, dimensions: readonly number[]): string {
  const percent = 100 * deviation(rows);
  if (!(percent < 20)) return "Change of the activation against the number of dimensions";
  const within = percent < 0.1 ? "0.1" : fixed(Math.ceil(percent * 10) / 10, 1);
  return `The activation grows as ε·m·n, within ${within} % from n = ${dimensions[0]} to ${
    dimensions.at(-1)
  }`;
}

function summary(rows: Rows, norms: readonly number[], dimensions: readonly number[]) {
  return {
    columns: ["n", ...norms.flatMap((norm) => [`measured, ε = ${short(norm)}`, "ε·m·n"])],
    rows: dimensions.map((dimension) => [
      dimension,
      ...norms.flatMap((norm) => {
        const here = rows.filter((row) => row.dimension === dimension && row.norm === norm);
        if (here.length === 0) return ["–", "–"];
        return (["measured", "predicted"] as const).map((name) =>
          fixed(mean(here.map((row) => row[name])), 3)
        );
      }),
    ]),
  };
}

function spec(rows: Rows, norms: readonly number[], size: Size): TopLevelSpec {
  const dimensions = rows.map((row) => row.dimension);
  const positive = rows.every((row) => row.measured > 0 && row.predicted > 0);
  // Over more than a decade and a half, only logarithmic axes show every point.
  const logarithmic = positive && Math.max(...dimensions) > 30 * Math.min(...dimensions);
  const scale = logarithmic ? { type: "log", nice: false } as const : { zero: true } as const;
  const ticks = (fields: readonly ("dimension" | "measured" | "predicted")[]) =>
    logarithmic
      ? {
        values: logarithmicTicks(rows.flatMap((row) => fields.map((field) => row[field]))),
        format: "~g",
      }
      : { tickCount: 5, format: "~g" };
  const name = (row: Rows[number]) => `ε = ${short(row.norm)}`;
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
        dimension: row.dimension,
        norm: name(row),
        measured: round(row.measured, 6),
        predicted: round(row.predicted, 6),
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
