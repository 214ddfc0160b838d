/** Appendix A: which digit the models see in images of Gaussian noise, as shares of the false positives. */
import { count, fixed, round } from "../format.ts";
import { areMany, SHOWN_CLASSES } from "../charts/classes.ts";
import { modelLooks, orderedModels, TOKEN } from "../charts/theme.ts";
import { bothSizes, type Figure, type Panel, type Size } from "../charts/figure.ts";
import { grouped, overSeeds, type Summary } from "../charts/over_seeds.ts";
import { csvOf, distinct, numberOf, type Row, textOf } from "../charts/rows.ts";
import type { FigureContext } from "./context.ts";

interface Share extends Summary {
  readonly model: string;
  readonly digit: number;
}

/** The paper's shares of the maxout network's false positives, by claim. */
const PAPER: Readonly<Record<string, number>> = { "Q21a.fives": 5, "Q21a.eights": 8 };

/** The figure, or null when there are no rows. */
export function rubbishClasses(rows: readonly Row[], { claims }: FigureContext): Figure | null {
  if (rows.length === 0) return null;
  const models = orderedModels(rows.map((row) => textOf(row, "model")));
  const all = models.flatMap((model) =>
    grouped(rows.filter((row) => row["model"] === model), (row) => String(numberOf(row, "class"))).map(
      (group) => ({ model, digit: numberOf(group[0]!, "class"), ...overSeeds(group, "share") }),
    )
  );
  const classes = distinct(all.map((share) => share.digit));
  const many = areMany(classes.length);
  const shares = many ? ofCommonest(all) : all;
  const paper = claims.flatMap((claim) =>
    Object.hasOwn(PAPER, claim.id) && claim.published !== null && claim.verdict !== "not-run" &&
      models.includes("maxout")
      ? [{ claim: claim.id, digit: PAPER[claim.id]!, value: claim.published }]
      : []
  );
  const seeds = distinct(rows.map((row) => row["seed"])).length;
  const looks = modelLooks(models);
  return {
    name: "rubbish_classes",
    span: "half",
    live: true,
    title: title(shares, models),
    caption:
      `Noise images, N(0, 1) for each pixel, in which a class has a probability above one half: their ` +
      `classes. Mean of ${count(seeds, "seed")}; whiskers: lowest to highest.${
        many ? ` The ${SHOWN_CLASSES} commonest of ${classes.length} classes.` : ""
      }${paper.length > 0 ? " Diamonds: the paper, for maxout." : ""}`,
    description: `Bars for ${
      count(distinct(shares.map((share) => share.digit)).length, "class", "classes")
    } and ${count(models.length, "model")}. ${title(shares, models)}.`,
    claims: ["Q21a", "L19.skew"],
    ...bothSizes((size) => spec(shares, paper, size)),
    csv: csvOf(rows, ["model", "class", "seed", "share"]),
    summary: {
      columns: ["class", ...models.map((model) => `${looks.get(model)!.label} (%)`)],
      rows: distinct(shares.map((share) => share.digit)).map((digit) => [
        digit,
        ...models.map((model) => {
          const share = shares.find((other) => other.model === model && other.digit === digit);
          return share ? fixed(share.mean, 1) : "–";
        }),
      ]),
    },
  };
}

/** The shares of the classes that are commonest for any model, in the order of the table. */
function ofCommonest(shares: readonly Share[]): readonly Share[] {
  const ranked = shares.toSorted((a, b) => b.mean - a.mean).map((share) => share.digit);
  const kept = new Set(distinct(ranked).slice(0, SHOWN_CLASSES));
  return shares.filter((share) => kept.has(share.digit));
}

/** The commonest class of each model. */
function title(shares: readonly Share[], models: readonly string[]): string {
  const looks = modelLooks(models);
  return `Noise looks like ${
    models.map((model) => {
      const top = shares.filter((share) => share.model === model).reduce((a, b) => b.mean > a.mean ? b : a);
      return `a ${top.digit} to ${looks.get(model)!.prose} (${fixed(top.mean, 0)} %)`;
    }).join(", ")
  }`;
}

function spec(
  shares: readonly Share[],
  paper: readonly { readonly claim: string; readonly digit: number; readonly value: number }[],
  size: Size,
): Panel {
  const models = distinct(shares.map((share) => share.model));
  const looks = modelLooks(models);
  const names = models.map((model) => looks.get(model)!.label);
  const color = {
    field: "model",
    type: "nominal",
    scale: { domain: names, range: models.map((model) => looks.get(model)!.light) },
    legend: { title: null, symbolType: "square" as const },
  } as const;
  const xOffset = { field: "model", type: "nominal", sort: names } as const;
  const axis = { labelExpr: "datum.label + '%'", tickCount: 5 } as const;
  return {
    title: "Share of the false positives",
    width: size === "wide" ? 404 : 266,
    height: size === "wide" ? 230 : 190,
    data: {
      values: shares.map(({ model, digit, mean, low, high }) => ({
        model: looks.get(model)!.label,
        digit,
        mean: round(mean, 3),
        low: round(low, 3),
        high: round(high, 3),
      })),
    },
    encoding: {
      x: { field: "digit", type: "ordinal", title: "Class", axis: { labelAngle: 0, ticks: false } },
    },
    layer: [
      {
        mark: { type: "bar", aria: false },
        encoding: {
          y: { field: "mean", type: "quantitative", title: null, axis },
          xOffset,
          color,
          tooltip: [
            { field: "model", type: "nominal", title: "Model" },
            { field: "digit", type: "ordinal", title: "Class" },
            { field: "mean", type: "quantitative", title: "Share, %", format: ".1f" },
            { field: "low", type: "quantitative", title: "Lowest seed", format: ".1f" },
            { field: "high", type: "quantitative", title: "Highest seed", format: ".1f" },
          ],
        },
      },
      {
        mark: { type: "rule", color: TOKEN.ink, strokeWidth: 1, aria: false },
        encoding: { y: { field: "low", type: "quantitative" }, y2: { field: "high" }, xOffset },
      },
      ...(paper.length === 0 ? [] : [{
        data: { values: paper.map((point) => ({ ...point, model: looks.get("maxout")!.label })) },
        mark: {
          type: "point" as const,
          shape: "diamond" as const,
          size: 90,
          filled: false,
          fill: TOKEN.surface,
          stroke: TOKEN.ink,
          strokeWidth: 1.5,
          opacity: 1,
          aria: false,
        },
        encoding: {
          y: { field: "value", type: "quantitative" as const },
          xOffset,
          tooltip: [
            { field: "claim", type: "nominal" as const, title: "Claim" },
            { field: "value", type: "quantitative" as const, title: "Paper, %" },
          ],
        },
      }]),
    ],
  };
}
