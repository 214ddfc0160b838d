/** §4: how sure each model is of its answers, on clean test images and under FGSM. */
import type { TopLevelSpec } from "vega-lite";
import { count, fixed, round } from "../format.ts";
import { modelLooks, orderedModels, TOKEN } from "../charts/theme.ts";
import { bothSizes, type Figure, type Panel, type Size } from "../charts/figure.ts";
import { listing } from "../../text/listing.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import { epsilonText, type FigureContext } from "./context.ts";
import { seedsText } from "../charts/over_seeds.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"confidence_histogram">[];

/** A bin of the histogram of one model; the shares of a condition's bins add up to 100. */
interface Bin {
  readonly from: number;
  readonly to: number;
  readonly clean: number;
  readonly attacked: number;
}

/** The figure. */
export function confidenceHistogram(rows: Rows, context: FigureContext): Figure {
  const models = orderedModels(rows.map((row) => row.model));
  const bins = new Map(models.map((model) => [model, binsOf(rows.filter((row) => row.model === model))]));
  const looks = modelLooks(models);
  const finding = `Under FGSM ${
    listing(models.map((model) => {
      const sure = bins.get(model)!.filter((bin) => bin.from >= 0.9).reduce((sum, b) => sum + b.attacked, 0);
      return `${fixed(sure, 0)} % of the answers of ${looks.get(model)!.prose}`;
    }))
  } have 90 % confidence or more`;
  return {
    name: "confidence_histogram",
    span: "half",
    live: true,
    title: finding,
    caption: `Share of test images by the probability of the answer. Bars: under FGSM${
      epsilonText(context, ["fgsm_softmax", "fgsm_maxout"])
    }; grey line: clean images. All images of ${seedsText(rows)}.`,
    description: `Histograms of confidence, clean and attacked, for ${
      count(models.length, "model")
    }. ${finding}.`,
    claims: ["Q2b", "Q3b"],
    ...bothSizes((size) => spec(models, bins, size)),
    csv: csvOf("confidence_histogram", rows),
    summary: {
      columns: [
        "confidence",
        ...models.flatMap((model) => {
          const { label } = looks.get(model)!;
          return [`${label}, clean (%)`, `${label}, FGSM (%)`];
        }),
      ],
      rows: bins.get(models[0]!)!.map((bin, k) => [
        `${fixed(100 * bin.from, 0)}–${fixed(100 * bin.to, 0)} %`,
        ...models.flatMap((model) => {
          const own = bins.get(model)![k];
          return own ? [fixed(own.clean, 1), fixed(own.attacked, 1)] : ["–", "–"];
        }),
      ]),
    },
  };
}

function binsOf(rows: Rows): readonly Bin[] {
  const share = (condition: string, from: number) => {
    const own = rows.filter((row) => row.condition === condition);
    const sum = (some: Rows) => some.reduce((total, row) => total + row.images, 0);
    const all = sum(own);
    return all === 0 ? 0 : 100 * sum(own.filter((row) => row.from === from)) / all;
  };
  return distinct(rows.map((row) => row.from)).map((from) => ({
    from,
    to: rows.find((row) => row.from === from)!.to,
    clean: share("clean", from),
    attacked: share("fgsm", from),
  }));
}

function spec(
  models: readonly string[],
  bins: ReadonlyMap<string, readonly Bin[]>,
  size: Size,
): TopLevelSpec {
  const looks = modelLooks(models);
  const panels = models.map((model, k) =>
    panel(bins.get(model)!, {
      title: looks.get(model)!.label,
      colour: looks.get(model)!.light,
      last: k === models.length - 1,
      size,
    })
  );
  return { spacing: 14, vconcat: panels };
}

function panel(
  bins: readonly Bin[],
  look: { readonly title: string; readonly colour: string; readonly last: boolean; readonly size: Size },
): Panel {
  const values = bins.map((bin) => ({
    from: bin.from,
    to: bin.to,
    clean: round(bin.clean, 3),
    attacked: round(bin.attacked, 3),
  }));
  const end = values.at(-1)!;
  const x = { type: "quantitative", scale: { domain: [0, 1] as number[], nice: false } } as const;
  const y = {
    type: "quantitative",
    title: null,
    axis: { labelExpr: "datum.label + '%'", tickCount: 3 },
  } as const;
  return {
    title: look.title,
    width: look.size === "wide" ? 400 : 262,
    height: look.size === "wide" ? 96 : 80,
    data: { values },
    layer: [
      {
        mark: { type: "bar", color: look.colour, stroke: TOKEN.surface, strokeWidth: 1, aria: false },
        encoding: {
          x: {
            ...x,
            field: "from",
            title: look.last ? "Confidence in the answer" : null,
            axis: { format: ".0%", values: [0, 0.25, 0.5, 0.75, 1] as number[], labels: look.last },
          },
          x2: { field: "to" },
          y: { ...y, field: "attacked" },
          y2: { datum: 0 },
          tooltip: [
            { field: "from", type: "quantitative", title: "From", format: ".0%" },
            { field: "to", type: "quantitative", title: "To", format: ".0%" },
            { field: "attacked", type: "quantitative", title: "Under FGSM, %", format: ".2f" },
            { field: "clean", type: "quantitative", title: "Clean, %", format: ".2f" },
          ],
        },
      },
      {
        data: { values: [...values, { ...end, from: end.to }] },
        mark: {
          type: "line",
          interpolate: "step-after",
          color: TOKEN.muted,
          strokeWidth: 1.4,
          aria: false,
          tooltip: null,
        },
        encoding: { x: { ...x, field: "from" }, y: { ...y, field: "clean" } },
      },
    ],
  };
}
