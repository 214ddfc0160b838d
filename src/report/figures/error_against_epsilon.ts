/**
 * §4 to §7: error and confidence of each model on the test set after one FGSM step of size ε. A line is the mean over
 * seeds, its band runs from the lowest seed to the highest, diamonds are the paper's values.
 */
import type { TopLevelSpec } from "vega-lite";
import { ascending, count, fixed, mean, round, short } from "../format.ts";
import { type ModelLook, modelLooks, orderedModels, TOKEN } from "../charts/theme.ts";
import { bothSizes, type Figure, HOVER_POINT, type Panel, type Size } from "../charts/figure.ts";
import { listing } from "../../text/listing.ts";
import { type PaperPoint, paperPoints, type Quantity } from "../charts/paper_points.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import type { FigureContext } from "./context.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"error_against_epsilon">[];

/** The mean over seeds of one quantity at one ε, with its range; all in per cent. */
export interface CurvePoint {
  readonly model: string;
  readonly quantity: Quantity;
  readonly epsilon: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const QUANTITIES: readonly { readonly quantity: Quantity; readonly title: string }[] = [
  { quantity: "error", title: "Error on the test set" },
  { quantity: "confidence", title: "Average confidence" },
];

/** The size of the perturbation in most of the paper. */
const PAPER_EPSILON = 0.25;

/** The figure. */
export function errorAgainstEpsilon(rows: Rows, { claims }: Pick<FigureContext, "claims">): Figure {
  const points = curvePoints(rows);
  const models = distinct(points.map((point) => point.model));
  const paper = paperPoints(claims, models);
  const seeds = distinct(rows.map((row) => row.seed)).length;
  const diamonds = paper.length > 0 ? " Diamonds: the paper." : "";
  const band = seeds > 1
    ? `Lines: mean of up to ${count(seeds, "seed")}; bands: lowest to highest seed.`
    : "One seed.";
  return {
    name: "error_against_epsilon",
    span: "full",
    live: true,
    title: title(points, models),
    caption: `The test images after one FGSM step of size ε, not clipped. ${band}${diamonds}`,
    description: description(points, models),
    claims: distinct(paper.map((point) => point.claim)),
    ...bothSizes((size) => spec(points, paper, size)),
    csv: csvOf("error_against_epsilon", rows),
    summary: summary(points, models),
  };
}

/** Means and ranges over seeds, models in the order of the legend and ε ascending. */
export function curvePoints(rows: Rows): readonly CurvePoint[] {
  const models = orderedModels(rows.map((row) => row.model));
  return QUANTITIES.flatMap(({ quantity }) =>
    models.flatMap((model) => {
      const ours = rows.filter((row) => row.model === model);
      const epsilons = [...distinct(ours.map((row) => row.epsilon))].sort(ascending);
      return epsilons.map((epsilon) => {
        const values = ours.filter((row) => row.epsilon === epsilon).map((row) => row[quantity]);
        const [low, high] = [Math.min(...values), Math.max(...values)];
        return { model, quantity, epsilon, mean: mean(values), low, high };
      });
    })
  );
}

function valueAt(points: readonly CurvePoint[], model: string, quantity: Quantity, epsilon: number) {
  return points.find((p) => p.model === model && p.quantity === quantity && p.epsilon === epsilon)?.mean;
}

function errorsAt(
  points: readonly CurvePoint[],
  models: readonly string[],
  epsilon: number,
): readonly string[] {
  const looks = modelLooks(models);
  return models.flatMap((model) => {
    const error = valueAt(points, model, "error", epsilon);
    return error === undefined ? [] : [`${fixed(error, 1)} % for ${looks.get(model)!.prose}`];
  });
}

function title(points: readonly CurvePoint[], models: readonly string[]): string {
  const errors = errorsAt(points, models, PAPER_EPSILON);
  if (errors.length === 0) return "Error and confidence against ε";
  return `At ε = ${short(PAPER_EPSILON)} the error is ${listing(errors)}`;
}

function description(points: readonly CurvePoint[], models: readonly string[]): string {
  const last = Math.max(...points.map((point) => point.epsilon));
  const errors = errorsAt(points, models, PAPER_EPSILON);
  const at = errors.length > 0 ? ` Error at ε = ${short(PAPER_EPSILON)}: ${listing(errors)}.` : "";
  return `Error and average confidence of ${count(models.length, "model")} for ε from 0 to ${
    short(last)
  }.${at}`;
}

function summary(points: readonly CurvePoint[], models: readonly string[]) {
  const looks = modelLooks(models);
  const epsilons = [...distinct(points.map((point) => point.epsilon))].sort(ascending);
  const columns = models.flatMap((model) =>
    QUANTITIES.map(({ quantity }) => ({
      model,
      quantity,
      name: `${looks.get(model)!.label}, ${quantity} (%)`,
    }))
  );
  return {
    columns: ["ε", ...columns.map((column) => column.name)],
    rows: epsilons.map((epsilon) => [
      short(epsilon),
      ...columns.map(({ model, quantity }) => {
        const value = valueAt(points, model, quantity, epsilon);
        return value === undefined ? "–" : fixed(value, 1);
      }),
    ]),
  };
}

function spec(points: readonly CurvePoint[], paper: readonly PaperPoint[], size: Size): TopLevelSpec {
  const looks = modelLooks(distinct(points.map((point) => point.model)));
  const panels = QUANTITIES.map(({ quantity, title }) =>
    panel(
      points.filter((point) => point.quantity === quantity),
      paper.filter((point) => point.quantity === quantity),
      { title, looks, size },
    )
  );
  const [first, second] = panels;
  return size === "wide"
    ? { spacing: 36, hconcat: [first!, second!] }
    : { spacing: 18, vconcat: [first!, second!] };
}

interface PanelLook {
  readonly title: string;
  readonly looks: ReadonlyMap<string, ModelLook>;
  readonly size: Size;
}

function panel(
  points: readonly CurvePoint[],
  paper: readonly PaperPoint[],
  { title, looks, size }: PanelLook,
): Panel {
  const last = Math.max(...points.map((point) => point.epsilon), ...paper.map((point) => point.epsilon));
  const label = (model: string) => looks.get(model)!.label;
  const values = points.map((point) => ({
    model: label(point.model),
    epsilon: point.epsilon,
    mean: round(point.mean, 4),
    low: round(point.low, 4),
    high: round(point.high, 4),
  }));
  const diamonds = paper.map(({ model, epsilon, value, claim }) => ({
    model: label(model),
    epsilon,
    value,
    claim,
  }));
  const guides = distinct(paper.map((point) => point.epsilon)).filter((epsilon) => epsilon > 0);
  const models = [...looks.values()];
  const y = {
    type: "quantitative",
    title: null,
    scale: { domain: [0, 104] as number[] }, // room for a diamond at 99.9, so that both titles stand at one height
    axis: { labelExpr: "datum.label + '%'", values: [0, 20, 40, 60, 80, 100] as number[] },
  } as const;
  const color = {
    field: "model",
    type: "nominal",
    scale: { domain: models.map((look) => look.label), range: models.map((look) => look.light) },
    legend: { title: null, symbolType: "stroke", symbolOpacity: 1, columns: size === "wide" ? 0 : 2 },
  } as const;
  return {
    title,
    width: size === "wide" ? 420 : 276,
    height: size === "wide" ? 300 : 210,
    data: { values },
    encoding: {
      x: {
        field: "epsilon",
        type: "quantitative",
        title: "ε, the change of each pixel (pixels in 0…1)",
        scale: { domain: [0, last || 1], nice: false },
        axis: { tickCount: size === "wide" ? 10 : 5, format: ".2~f" },
      },
    },
    layer: [
      {
        data: { values: guides.map((epsilon) => ({ epsilon })) },
        mark: { type: "rule", color: TOKEN.axis, strokeDash: [3, 3], aria: false },
      },
      {
        mark: { type: "area", opacity: 0.16, aria: false },
        encoding: { y: { field: "low", ...y }, y2: { field: "high" }, color },
      },
      { mark: { type: "line", aria: false }, encoding: { y: { field: "mean", ...y }, color } },
      {
        mark: HOVER_POINT,
        encoding: {
          y: { field: "mean", ...y },
          color,
          tooltip: [
            { field: "model", type: "nominal", title: "Model" },
            { field: "epsilon", type: "quantitative", title: "ε" },
            { field: "mean", type: "quantitative", title: "Mean, %", format: ".2f" },
            { field: "low", type: "quantitative", title: "Lowest seed", format: ".2f" },
            { field: "high", type: "quantitative", title: "Highest seed", format: ".2f" },
          ],
        },
      },
      {
        data: { values: diamonds },
        mark: {
          type: "point",
          shape: "diamond",
          size: 110,
          filled: false,
          strokeWidth: 1.8,
          opacity: 1,
          fill: TOKEN.surface,
          aria: false,
        },
        encoding: {
          y: { field: "value", ...y },
          color,
          tooltip: [
            { field: "claim", type: "nominal", title: "Claim" },
            { field: "model", type: "nominal", title: "Model" },
            { field: "value", type: "quantitative", title: "Paper, %" },
          ],
        },
      },
    ],
  };
}
