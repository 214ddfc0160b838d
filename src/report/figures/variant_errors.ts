/**
 * Bars for experiments that compare nets which were trained differently: hidden layers perturbed (§6), training on
 * rubbish and sigmoids on top (appendix A). One table of rows a net each, one series a column.
 */
import { count, fixed } from "../format.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import { bothSizes, type Figure } from "../charts/figure.ts";
import { type Bar, barTable, groupedBars } from "../charts/grouped_bars.ts";
import { grouped, overSeeds } from "../charts/over_seeds.ts";
import { csvOf, distinct, optionalNumberOf, type Row, textOf } from "../charts/rows.ts";

/** What such a figure is about. */
interface Variants {
  readonly name: string;
  /** The column that names the net. */
  readonly by: string;
  /** Columns and their names in the legend. */
  readonly lines: readonly (readonly [field: string, name: string])[];
  readonly otherColumns: readonly string[];
  readonly caption: string;
  readonly claims: readonly string[];
  /** The finding, from the means by net and column; what is missing is NaN. */
  readonly title: (at: (net: string, field: string) => number) => string;
}

/** §6: perturbing the input or a hidden layer while training. */
export const hiddenPerturbations = variants({
  name: "hidden_perturbations",
  by: "perturbed",
  lines: [["training_error", "training"], ["clean_error", "clean test"], ["fgsm_error", "FGSM, ε = .25"]],
  otherColumns: ["fgsm_error_exact", "transfer_error", "first_activation", "last_activation"],
  caption: "Errors of nets that are trained adversarially, by what the perturbation moves",
  claims: ["L11", "L12", "L13", "H20", "H21"],
  title: (at) => {
    const [input, first] = [at("input", "fgsm_error"), at("first", "fgsm_error")];
    if (!(input < first)) return "Moving the input, a hidden layer or the last one while training";
    return `Moving the input in training leaves ${
      fixed(input, 0)
    } % errors under FGSM, moving the first hidden layer ${fixed(first, 0)} %`;
  },
});

/** Appendix A: training on noise images. */
export const rubbishTraining = variants({
  name: "rubbish_training",
  by: "trained",
  lines: [["clean_error", "clean test"], ["rubbish_error", "noise"], [
    "stepped_error",
    "noise after one step",
  ]],
  otherColumns: [],
  caption:
    "Clean error, and the share of noise images in which a class is seen, before and after one step towards it",
  claims: ["Q23"],
  title: (at) => {
    const [noise, stepped] = [at("rubbish", "rubbish_error"), at("rubbish", "stepped_error")];
    if (!(noise < stepped)) return "What training on noise images does to clean error and to noise";
    return `Trained on noise, a net sees a digit in ${fixed(noise, 1)} % of it, and after one step in ${
      fixed(stepped, 0)
    } %`;
  },
});

/** Appendix A: independent sigmoids in the place of the softmax. */
export const sigmoidTop = variants({
  name: "sigmoid_top",
  by: "top",
  lines: [["rubbish_error", "digits seen in noise"], ["rubbish_confidence", "confidence in them"], [
    "clean_error",
    "clean test error",
  ]],
  otherColumns: [],
  caption: "Share of noise images in which a class is seen, the mean confidence in it, and the clean error",
  claims: ["Q20b", "H25"],
  title: (at) => {
    const [softmax, sigmoid] = [at("softmax", "rubbish_error"), at("sigmoid", "rubbish_error")];
    if (!(softmax > 0 && sigmoid >= 0)) return "Noise images under softmax and under sigmoids";
    return `With sigmoids on top ${fixed(sigmoid, 0)} % of the noise images look like a digit, with softmax ${
      fixed(softmax, 0)
    } %`;
  },
});

function variants(words: Variants): (rows: readonly Row[]) => Figure | null {
  return (rows) => {
    if (rows.length === 0) return null;
    const bars = barsOf(rows, words);
    const colours = new Map(words.lines.map(([, name], k) => [name, SERIES_COLOURS[k]!]));
    const at = (net: string, field: string) => {
      const name = words.lines.find(([own]) => own === field)?.[1];
      return bars.find((bar) => bar.group === net && bar.series === name)?.mean ?? NaN;
    };
    const title = words.title(at);
    return {
      name: words.name,
      span: "half",
      live: true,
      title,
      caption: `${words.caption}; mean of ${
        count(distinct(rows.map((row) => row["seed"])).length, "seed")
      }, whiskers: lowest to highest.`,
      description: `${count(bars.length, "bar")}. ${title}.`,
      claims: words.claims,
      ...bothSizes((size) => groupedBars(bars, { size, yTitle: "Share", colours, unit: "%" })),
      csv: csvOf(rows, [words.by, "seed", ...words.lines.map(([field]) => field), ...words.otherColumns]),
      summary: barTable(bars, "net", (value) => `${fixed(value, 2)} %`),
    };
  };
}

function barsOf(rows: readonly Row[], { by, lines }: Variants): readonly Bar[] {
  return grouped(rows, (row) => textOf(row, by)).flatMap((group) =>
    lines.flatMap(([field, series]) => {
      const measured = group.filter((row) => optionalNumberOf(row, field) !== null);
      return measured.length === 0
        ? []
        : [{ group: textOf(group[0]!, by), series, ...overSeeds(measured, field) }];
    })
  );
}
