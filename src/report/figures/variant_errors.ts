/**
 * Bars for experiments that compare nets which were trained differently: hidden layers perturbed (§6), training on
 * rubbish and sigmoids on top (appendix A). One table of rows a net each, one series a quantity.
 */
import { count, fixed } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure, type Table } from "../charts/figure.ts";
import { barsOf, barTable, groupedBars, type Quantity } from "../charts/grouped_bars.ts";
import { seedsText } from "../charts/over_seeds.ts";
import { csvOf } from "../charts/rows.ts";
import type { TableRow } from "../../tables/mod.ts";
import { epsilonText, type FigureContext } from "./context.ts";

/** What such a figure is about. */
interface Variants<R> {
  readonly name: string;
  readonly csv: (rows: readonly R[]) => Table;
  /** The name of the net. */
  readonly net: (row: R) => string;
  readonly quantities: (context: FigureContext) => readonly Quantity<R>[];
  readonly caption: string;
  readonly claims: readonly string[];
  /** The finding, from the means by net and number of the quantity; what is missing is NaN. */
  readonly title: (at: (net: string, quantity: number) => number) => string;
}

/** §6: perturbing the input or a hidden layer while training. */
export const hiddenPerturbations = variants<TableRow<"hidden_perturbations">>({
  name: "hidden_perturbations",
  csv: (rows) => csvOf("hidden_perturbations", rows),
  net: (row) => row.perturbed,
  quantities: (context) => [
    { name: "training", of: (row) => row.training_error },
    { name: "clean test", of: (row) => row.clean_error },
    { name: `FGSM${epsilonText(context, ["hidden_perturbations"])}`, of: (row) => row.fgsm_error },
  ],
  caption: "Errors of nets that are trained adversarially, by what is perturbed",
  claims: ["L11", "L12", "L13", "H20", "H21"],
  title: (at) => {
    const [input, first] = [at("input", 2), at("first", 2)];
    if (!(input < first)) return "Perturbing the input, a hidden layer or the last one in training";
    return `Perturbing the input in training leaves an error of ${
      fixed(input, 0)
    } % under FGSM, perturbing the first hidden layer ${fixed(first, 0)} %`;
  },
});

/** Appendix A: training on noise images. */
export const rubbishTraining = variants<TableRow<"rubbish_training">>({
  name: "rubbish_training",
  csv: (rows) => csvOf("rubbish_training", rows),
  net: (row) => row.trained,
  quantities: () => [
    { name: "clean test", of: (row) => row.clean_error },
    { name: "noise", of: (row) => row.rubbish_error },
    { name: "noise after one step", of: (row) => row.stepped_error },
  ],
  caption:
    "Clean error, and the share of noise images in which a class is seen, before and after one step towards it",
  claims: ["Q23"],
  title: (at) => {
    const [noise, stepped] = [at("rubbish", 1), at("rubbish", 2)];
    if (!(noise < stepped)) return "What training on noise images does to clean error and to noise";
    return `Trained on noise, a net sees a digit in ${fixed(noise, 1)} % of it, and after one step in ${
      fixed(stepped, 0)
    } %`;
  },
});

/** Appendix A: independent sigmoids in the place of the softmax. */
export const sigmoidTop = variants<TableRow<"sigmoid_top">>({
  name: "sigmoid_top",
  csv: (rows) => csvOf("sigmoid_top", rows),
  net: (row) => row.top,
  quantities: () => [
    { name: "digits seen in noise", of: (row) => row.rubbish_error },
    { name: "confidence in them", of: (row) => row.rubbish_confidence },
    { name: "clean test error", of: (row) => row.clean_error },
  ],
  caption: "Share of noise images in which a class is seen, the mean confidence in it, and the clean error",
  claims: ["Q20b", "H25"],
  title: (at) => {
    const [softmax, sigmoid] = [at("softmax", 0), at("sigmoid", 0)];
    if (!(softmax > 0 && sigmoid >= 0)) return "Noise images under softmax and under sigmoids";
    return `With sigmoids on top ${fixed(sigmoid, 0)} % of the noise images look like a digit, with softmax ${
      fixed(softmax, 0)
    } %`;
  },
});

function variants<R extends { readonly seed: number }>(
  words: Variants<R>,
): (rows: readonly R[], context: FigureContext) => Figure {
  return (rows, context) => {
    const quantities = words.quantities(context);
    const bars = barsOf(rows, words.net, quantities);
    const colours = new Map(quantities.map(({ name }, k) => [name, SERIES_COLOURS[k]!]));
    const title = words.title((net, k) =>
      bars.find((bar) => bar.group === net && bar.series === quantities[k]!.name)?.mean ?? NaN
    );
    return {
      name: words.name,
      span: "half",
      live: true,
      title,
      caption: `${words.caption}; mean of ${seedsText(rows)}, whiskers: lowest to highest.`,
      description: `${count(bars.length, "bar")}. ${title}.`,
      claims: words.claims,
      ...bothSizes((size) => groupedBars(bars, { size, yTitle: "Share", colours, unit: "%" })),
      csv: words.csv(rows),
      summary: barTable(bars, "net", (value) => `${fixed(value, 2)} %`),
    };
  };
}
