/** §8, their Fig. 4: the logits of one test image along the FGSM line, from ε below 0 to ε above. */
import type { TopLevelSpec } from "vega-lite";
import { ascending, count, fixed, round, short } from "../format.ts";
import { areMany, SHOWN_CLASSES } from "../charts/classes.ts";
import { SERIES_COLOURS, TOKEN } from "../charts/theme.ts";
import { bothSizes, type Figure, HOVER_POINT, type Size } from "../charts/figure.ts";
import { csvOf, thinned } from "../charts/rows.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"fgsm_line">[];

/** The right class, and the others, which only have to be told from it. */
const RIGHT = SERIES_COLOURS[1];
const OTHER = TOKEN.axis;

/** Points of a line in the picture; the CSV has all, unless there are many classes. */
const POINTS = 50;

/** One point of the line: ε and its logits. */
interface Point {
  readonly epsilon: number;
  readonly right: boolean;
  readonly logits: readonly number[];
}

/** The figure. The first image of the table is drawn, for its first seed. */
export function fgsmLine(rows: Rows): Figure {
  const first = rows[0]!;
  const own = rows.filter((row) => row.index === first.index && row.seed === first.seed);
  const label = first.label;
  const points = own.map((row) => ({
    epsilon: row.epsilon,
    right: row.predicted === label,
    logits: row.logits,
  })).sort((a, b) => a.epsilon - b.epsilon);
  const classes = shownClasses(points, label);
  const all = points[0]!.logits.length;
  const band = rightBand(points);
  const title = finding(points, label, band);
  return {
    name: "fgsm_line",
    span: "half",
    live: true,
    title,
    caption:
      `The ${
        classes.length < all ? `${classes.length} largest of ${all}` : all
      } logits of test image ${first.index} as ε goes along the sign of the gradient, as in ` +
      `their Fig. 4. Orange: the true class; shaded: where it wins.`,
    description: `${count(classes.length, "line")}, one for each class, against ε. ${title}.`,
    claims: ["L15", "L16.contiguous", "Q17"],
    ...bothSizes((size) => spec(thinned(points, POINTS), classes, label, band, size)),
    // 256 logits for each of 201 points would make a file of a megabyte
    csv: csvOf("fgsm_line", classes.length < all ? thinned(rows, POINTS) : rows),
    summary: summary(points, classes),
  };
}

/** The classes with a line: all, or of many the right one and those whose logits get largest. */
function shownClasses(points: readonly Point[], label: number): readonly number[] {
  const classes = points[0]!.logits.map((_, k) => k);
  if (!areMany(classes.length)) return classes;
  const height = classes.map((k) => Math.max(...points.map(({ logits }) => logits[k]!)));
  const others = classes.filter((k) => k !== label).sort((a, b) => height[b]! - height[a]!);
  return [label, ...others.slice(0, SHOWN_CLASSES - 1)].sort(ascending);
}

/** Where the right class wins; an end of the sweep is no end of the stretch. */
function finding(points: readonly Point[], label: number, band: readonly [number, number] | null): string {
  if (band === null) return `Along the FGSM line this ${label} is never classified correctly`;
  const [low, high] = band;
  if (!contiguous(points)) {
    return `Along the FGSM line this ${label} is classified correctly on several separate intervals`;
  }
  const [open, wide] = [low === points[0]!.epsilon, high === points.at(-1)!.epsilon];
  if (open && wide) return `This ${label} is classified correctly along the whole line`;
  if (open) {
    return `This ${label} is classified correctly up to ε = ${short(high)} and on the whole downhill side`;
  }
  if (wide) {
    return `This ${label} is classified correctly from ε = ${short(low)} on, on the whole uphill side`;
  }
  return `This ${label} is classified correctly for ε from ${short(low)} to ${short(high)} only`;
}

/** The least and the largest ε at which the right class wins. */
function rightBand(points: readonly Point[]): readonly [number, number] | null {
  const right = points.filter((point) => point.right).map((point) => point.epsilon).sort(ascending);
  return right.length === 0 ? null : [right[0]!, right.at(-1)!];
}

function contiguous(points: readonly Point[]): boolean {
  const first = points.findIndex((point) => point.right);
  const last = points.findLastIndex((point) => point.right);
  return points.slice(first, last + 1).every((point) => point.right);
}

/** About a dozen points of the line as a table. */
function summary(points: readonly Point[], classes: readonly number[]) {
  return {
    columns: ["ε", ...classes.map((k) => `logit of ${k}`)],
    rows: thinned(points, 12).map((point) => [
      short(point.epsilon),
      ...classes.map((k) => fixed(point.logits[k]!, 1)),
    ]),
  };
}

/** Labels at the end of the lines, moved apart so that none covers another. */
function endLabels(logits: readonly number[], classes: readonly number[], gap: number) {
  const sorted = classes.map((k) => ({ k, value: logits[k]! })).sort((a, b) => a.value - b.value);
  const placed: { readonly k: number; readonly value: number }[] = [];
  for (const { k, value } of sorted) {
    placed.push({ k, value: Math.max(value, (placed.at(-1)?.value ?? -Infinity) + gap) });
  }
  return placed;
}

function spec(
  points: readonly Point[],
  classes: readonly number[],
  label: number,
  band: readonly [number, number] | null,
  size: Size,
): TopLevelSpec {
  const [width, height] = size === "wide" ? [390, 280] : [250, 220];
  const all = points.flatMap((point) => classes.map((k) => point.logits[k]!));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const last = points.at(-1)!;
  const x = {
    field: "epsilon",
    type: "quantitative",
    title: "ε along the sign of the gradient",
    scale: { nice: false, domain: [points[0]!.epsilon, last.epsilon] as number[] },
    axis: { tickCount: 6 },
  } as const;
  const y = {
    field: "logit",
    type: "quantitative",
    title: null,
    scale: { zero: false },
    axis: { tickCount: 6 },
  } as const;
  const values = points.flatMap((point) =>
    classes.map((k) => ({
      epsilon: round(point.epsilon, 4),
      class: k,
      logit: Number(point.logits[k]!.toPrecision(5)),
    }))
  );
  const line = (own: boolean) => ({
    transform: [{ filter: `datum.class ${own ? "===" : "!=="} ${label}` }],
    mark: { type: "line" as const, color: own ? RIGHT : OTHER, strokeWidth: own ? 2.4 : 1.3, aria: false },
    encoding: { x, y, detail: { field: "class", type: "nominal" as const } },
  });
  const ends = (own: boolean) => ({
    data: {
      values: endLabels(last.logits, classes, ((most - least) * 12) / height).filter(({ k }) =>
        (k === label) === own
      )
        .map((
          { k, value },
        ) => ({ class: String(k), logit: Number(value.toPrecision(5)) })),
    },
    mark: {
      type: "text" as const,
      align: "left" as const,
      dx: 4,
      fontSize: 11,
      fontWeight: own ? "bold" as const : "normal" as const,
      color: own ? RIGHT : TOKEN.muted,
      aria: false,
      tooltip: null,
    },
    encoding: { x: { value: width }, y, text: { field: "class", type: "nominal" as const } },
  });
  return {
    title: "Logit",
    width,
    height,
    data: { values },
    layer: [
      ...(band === null ? [] : [{
        data: { values: [{ from: band[0], to: band[1] }] },
        mark: { type: "rect" as const, color: RIGHT, opacity: 0.13, aria: false, tooltip: null },
        encoding: { x: { ...x, field: "from" }, x2: { field: "to" } },
      }]),
      line(false),
      line(true),
      {
        mark: { ...HOVER_POINT, size: 60 },
        encoding: {
          x,
          y,
          tooltip: [
            { field: "class", type: "nominal", title: "Class" },
            { field: "epsilon", type: "quantitative", title: "ε" },
            { field: "logit", type: "quantitative", title: "Logit", format: ".1f" },
          ],
        },
      },
      ends(false),
      ends(true),
    ],
  };
}
