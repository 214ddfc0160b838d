/** What each seed gave, beside the value that the paper prints: one strip for each claim with an equal sign. */
import type { TopLevelSpec } from "vega-lite";
import type { ClaimResult } from "../data.ts";
import { count, publishedText, round, withUnit } from "../format.ts";
import { measuredClaims } from "../summary.ts";
import { TOKEN } from "../charts/theme.ts";
import { VERDICTS } from "../verdicts.ts";
import { bothSizes, type Figure, type Panel, type Size } from "../charts/figure.ts";

/** A distribution of fewer values is a list. */
const LEAST_SEEDS = 3;
const COLOUR = "#2b6cb8";

/** The figure, or null when no claim has enough seeds. */
export function seedDistributions(claims: readonly ClaimResult[]): Figure | null {
  const shown = measuredClaims(claims).filter((claim) =>
    claim.comparison === "equal" && claim.published !== null && claim.perSeed.length >= LEAST_SEEDS
  );
  if (shown.length === 0) return null;
  const covered = shown.filter(({ perSeed, published }) => {
    const values = perSeed.map((entry) => entry.value);
    return Math.min(...values) <= published! && published! <= Math.max(...values);
  });
  const finding = `Of ${count(shown.length, "published value")} ${covered.length} ${
    covered.length === 1 ? "lies" : "lie"
  } within the range of our seeds`;
  return {
    name: "seed_distributions",
    span: "full",
    live: true,
    title: finding,
    caption:
      "A point for each seed; the rule is the paper's value, which is a single run, and the grey band its " +
      "tolerance. Each strip has an axis of its own, in the unit of its claim.",
    description: `Strips of points for ${count(shown.length, "claim")}. ${finding}.`,
    claims: shown.map((claim) => claim.id),
    ...bothSizes((size) => spec(shown, size)),
    csv: {
      columns: ["claim", "quantity", "unit", "published", "tolerance", "seed", "value"],
      rows: shown.flatMap((claim) =>
        claim.perSeed.map(({ seed, value }) => [
          claim.id,
          claim.quantity,
          claim.unit,
          claim.published,
          claim.tolerance,
          seed,
          value,
        ])
      ),
    },
    summary: {
      columns: ["claim", "paper", "seeds", "lowest", "highest", "verdict"],
      rows: shown.map((claim) => {
        const values = claim.perSeed.map((entry) => round(entry.value, 3));
        return [
          claim.id,
          withUnit(publishedText(claim), claim.unit),
          values.length,
          Math.min(...values),
          Math.max(...values),
          VERDICTS[claim.verdict].label,
        ];
      }),
    },
  };
}

function spec(claims: readonly ClaimResult[], size: Size): TopLevelSpec {
  return {
    columns: size === "wide" ? 4 : 1,
    spacing: { row: 14, column: 26 },
    concat: claims.map((claim) => strip(claim, size)),
  };
}

function strip(claim: ClaimResult, size: Size): Panel {
  const published = claim.published!;
  const values = claim.perSeed.map(({ seed, value }) => ({ seed, value: round(value, 5) }));
  const reach = [published, ...values.map((entry) => entry.value)];
  const widest = Math.max(...reach) - Math.min(...reach) || Math.abs(published) || 1;
  const [low, high] = [Math.min(...reach) - widest / 8, Math.max(...reach) + widest / 8];
  const x = {
    type: "quantitative",
    title: null,
    scale: {
      nice: true,
      zero: false,
      domain: [low, high] as number[],
    },
    axis: { tickCount: 4, grid: false },
  } as const;
  const band = claim.tolerance === null || claim.tolerance === 0 ? [] : [{
    low: Math.max(published - claim.tolerance, low),
    high: Math.min(published + claim.tolerance, high),
  }];
  return {
    title: { text: claim.id, subtitle: shortened(claim.quantity, size), subtitleColor: TOKEN.muted },
    width: size === "wide" ? 208 : 262,
    height: 26,
    layer: [
      ...(band.length === 0 ? [] : [{
        data: { values: band.map(({ low, high }) => ({ low: round(low, 5), high: round(high, 5) })) },
        mark: { type: "rect" as const, color: TOKEN.rule, aria: false },
        encoding: { x: { ...x, field: "low" }, x2: { field: "high" } },
      }]),
      {
        data: { values: [{ value: published }] },
        mark: { type: "rule", color: TOKEN.ink, strokeWidth: 1.6, aria: false },
        encoding: { x: { ...x, field: "value" } },
      },
      {
        data: { values },
        mark: {
          type: "point",
          filled: true,
          color: COLOUR,
          size: 60,
          opacity: 0.55,
          aria: false,
        },
        encoding: {
          x: { ...x, field: "value" },
          tooltip: [
            { field: "seed", type: "ordinal", title: "Seed" },
            { field: "value", type: "quantitative", title: withUnit("Value", claim.unit), format: ".4~r" },
          ],
        },
      },
    ],
  };
}

/** The quantity in as many characters as a strip is wide. */
function shortened(quantity: string, size: Size): string {
  const room = size === "wide" ? 36 : 46;
  return quantity.length <= room ? quantity : `${quantity.slice(0, room - 1).trimEnd()}…`;
}
