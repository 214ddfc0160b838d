/** §4: what FGSM does to the naive maxout net, by how "the gradient of the cost" is read; the paper's values beside it. */
import { fixed } from "../format.ts";
import { bothSizes, type Figure } from "../charts/figure.ts";
import { type Bar, barsOf, barTable, groupedBars } from "../charts/grouped_bars.ts";
import { seedsText } from "../charts/over_seeds.ts";
import { csvOf, distinct } from "../charts/rows.ts";
import { SERIES_COLOURS } from "../charts/theme.ts";
import type { TableRow } from "../../tables/mod.ts";
import { claimOf, epsilonText, type FigureContext } from "./context.ts";

type Rows = readonly TableRow<"gradient_readings">[];

const ERROR = "error";
const CONFIDENCE = "confidence in mistakes";
const PAPER = "the paper";

/** The figure. */
export function gradientReadings(rows: Rows, context: FigureContext): Figure {
  const measured = barsOf(rows, ({ reading }) => reading, [
    { name: ERROR, of: ({ error }) => error },
    { name: CONFIDENCE, of: ({ confidence }) => confidence },
  ]);
  const published = [[ERROR, "Q3a"], [CONFIDENCE, "Q3b"]].flatMap(([series, id]): Bar[] => {
    const value = claimOf(context, id!)?.published ?? null;
    return value === null ? [] : [{ group: PAPER, series: series!, mean: value, low: value, high: value }];
  });
  const bars = [...measured, ...published];
  const errors = measured.filter(({ series }) => series === ERROR).map(({ mean }) => mean);
  const [least, most] = [Math.min(...errors), Math.max(...errors)];
  const finding = `Depending on the reading of the gradient FGSM fools the naive maxout net in ${
    fixed(least, 1)
  } to ${fixed(most, 1)} %`;
  return {
    name: "gradient_readings",
    span: "full",
    live: true,
    title: finding,
    caption: `Error and confidence in mistakes under FGSM${
      epsilonText(context, ["fgsm_maxout"])
    }, by how the gradient of the cost is taken: exactly; with the probability rounded to float32 first; with probabilities clipped to 1e−7 and 1 − 1e−7; under dropout, each image with a mask of its own. Which one the authors took is not known. Mean of ${
      seedsText(rows)
    }; whiskers: lowest and highest seed.`,
    description: `${distinct(bars.map(({ group }) => group)).length} pairs of bars. ${finding}.`,
    claims: ["Q3a", "Q3b", "Q11a"],
    ...bothSizes((size) =>
      groupedBars(bars, {
        size,
        yTitle: "Share",
        colours: new Map([[ERROR, SERIES_COLOURS[0]], [CONFIDENCE, SERIES_COLOURS[1]]]),
        unit: "%",
      })
    ),
    csv: csvOf("gradient_readings", rows),
    summary: barTable(bars, "reading", (value) => `${fixed(value, 1)} %`),
  };
}
