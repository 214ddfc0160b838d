/** §4: how far the nearest adversarial image is that L-BFGS finds, and that FGSM finds in one step. */
import { count, fixed, mean, round, short } from "../format.ts";
import { modelLooks, orderedModels } from "../charts/theme.ts";
import { bothSizes, type Figure, type Panel, type Size } from "../charts/figure.ts";
import { grouped, overSeeds, seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import type { TableRow } from "../../tables/mod.ts";

type Rows = readonly TableRow<"lbfgs_attack">[];

const ATTACKS = [["FGSM", "fgsm", "#d9730d"], ["L-BFGS", "lbfgs", "#2b6cb8"]] as const;

/** The figure. */
export function lbfgsAttack(rows: Rows): Figure {
  const looks = modelLooks(orderedModels(rows.map((row) => row.model)));
  const bars = [...looks].flatMap(([model, look]) =>
    grouped(rows.filter((row) => row.model === model), () => model).flatMap((group) =>
      ATTACKS.map(([attack, prefix]) => ({
        model: look.label,
        attack,
        distortion: overSeeds(group, `${prefix}_distortion`).mean,
        gradients: overSeeds(group, `${prefix}_gradients`).mean,
        success: overSeeds(group, `${prefix}_success`).mean,
      }))
    )
  );
  const gradients = mean(bars.filter((bar) => bar.attack === "L-BFGS").map((bar) => bar.gradients));
  const finding = `L-BFGS spends ${fixed(gradients, 0)} gradients on an image where FGSM spends one`;
  return {
    name: "lbfgs_attack",
    span: "half",
    live: true,
    title: finding,
    caption:
      `Mean distortion √(Σr²/n) of the least perturbation that fools, over images that both attacks fool: ${
        count(rows[0]!.images, "image")
      } of ${seedsText(rows)}.`,
    description: `Bars for ${count(looks.size, "model")} and two attacks. ${finding}.`,
    claims: ["H47", "H48"],
    ...bothSizes((size) => spec(bars, size)),
    csv: csvOf("lbfgs_attack", rows),
    summary: {
      columns: ["model", "attack", "distortion", "fooled (%)", "gradients"],
      rows: bars.map((bar) => [
        bar.model,
        bar.attack,
        short(round(bar.distortion, 4)),
        fixed(bar.success, 1),
        fixed(bar.gradients, 1),
      ]),
    },
  };
}

interface Bar {
  readonly model: string;
  readonly attack: string;
  readonly distortion: number;
}

function spec(bars: readonly Bar[], size: Size): Panel {
  const names = ATTACKS.map(([name]) => name);
  return {
    title: "Distortion",
    width: size === "wide" ? 400 : 262,
    height: size === "wide" ? 230 : 180,
    data: { values: bars.map((bar) => ({ ...bar, distortion: round(bar.distortion, 5) })) },
    encoding: {
      x: {
        field: "model",
        type: "nominal",
        sort: [...new Set(bars.map((bar) => bar.model))],
        title: null,
        axis: { labelAngle: 0, ticks: false },
      },
      xOffset: { field: "attack", type: "nominal", sort: [...names] },
    },
    layer: [
      {
        mark: { type: "bar", aria: false },
        encoding: {
          y: { field: "distortion", type: "quantitative", title: null, axis: { tickCount: 5 } },
          color: {
            field: "attack",
            type: "nominal",
            scale: { domain: [...names], range: ATTACKS.map(([, , colour]) => colour) },
            legend: { title: null, symbolType: "square" },
          },
          tooltip: [
            { field: "model", type: "nominal", title: "Model" },
            { field: "attack", type: "nominal", title: "Attack" },
            { field: "distortion", type: "quantitative", title: "Distortion", format: ".4f" },
            { field: "gradients", type: "quantitative", title: "Gradients", format: ".1f" },
          ],
        },
      },
    ],
  };
}
