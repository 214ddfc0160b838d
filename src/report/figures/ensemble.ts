/** §9: an ensemble of maxout nets under FGSM, by how its members vote and by what the attack was made on. */
import { count, fixed } from "../format.ts";
import { bothSizes, type Figure, type Panel, type Size } from "../charts/figure.ts";
import { labelledBars } from "../charts/labelled_bars.ts";
import { grouped, overSeeds } from "../charts/over_seeds.ts";
import { csvOf, type Row, textOf } from "../charts/rows.ts";

/** Names of votes and of attacks in the figure; others keep their own. */
const VOTES: Readonly<Record<string, string>> = {
  "one member": "one net alone",
  "probabilities": "mean of the probabilities",
  "logits": "mean of the logits",
  "losses": "mean of the losses",
};
const ATTACKS: Readonly<Record<string, string>> = {
  none: "clean images",
  itself: "FGSM on itself",
  ensemble: "FGSM on the ensemble",
  member: "FGSM on one member",
};

/** The figure, or null when there are no rows. */
export function ensembleErrors(rows: readonly Row[]): Figure | null {
  if (rows.length === 0) return null;
  const bars = grouped(rows, nameOf).map((group) => ({
    name: nameOf(group[0]!),
    ...overSeeds(group, "error"),
  }));
  const error = (rule: string, attack: string) => {
    const own = rows.filter((row) => row["rule"] === rule && row["attack"] === attack);
    return own.length === 0 ? null : overSeeds(own, "error").mean;
  };
  const [alone, joint] = [error("one member", "itself"), error("probabilities", "ensemble")];
  const finding = alone === null || joint === null
    ? "Error of an ensemble under FGSM"
    : `Voting takes the error under FGSM from ${fixed(alone, 1)} % to ${fixed(joint, 1)} %`;
  return {
    name: "ensemble",
    span: "half",
    live: true,
    title: finding,
    caption:
      "Error on the test images for ε = .25, by how the members vote and by what the examples were made on.",
    description: `${count(bars.length, "bar")}. ${finding}.`,
    claims: ["Q19a", "Q19b", "L18.ensemble"],
    ...bothSizes((size) => spec(bars, size)),
    csv: csvOf(rows, ["rule", "attack", "seed", "error"]),
    summary: {
      columns: ["vote, attack", "error (%)"],
      rows: bars.map((bar) => [bar.name, fixed(bar.mean, 2)]),
    },
  };
}

function nameOf(row: Row): string {
  const [rule, attack] = [textOf(row, "rule"), textOf(row, "attack")];
  const named = (names: Readonly<Record<string, string>>, name: string) =>
    Object.hasOwn(names, name) ? names[name]! : name;
  return `${named(VOTES, rule)}, ${named(ATTACKS, attack)}`;
}

function spec(bars: readonly { readonly name: string; readonly mean: number }[], size: Size): Panel {
  return labelledBars(bars.map(({ name, mean }) => ({ name, value: mean })), {
    size,
    title: "Error",
    nameTitle: "Vote, attack",
    width: 150,
    most: 100,
  });
}
