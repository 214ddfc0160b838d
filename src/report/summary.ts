/** What the claims say together: the headline, the count of each verdict, and the parts that every format lists. */
import { SECTIONS } from "../claims/claim.ts";
import { headline as countGraded } from "../claims/outcome.ts";
import { varies } from "../claims/statistics/variance.ts";
import { isDistinguishable, orderingsTogether } from "../claims/robustness.ts";
import type { ClaimResult, ReportData, Verdict } from "./data.ts";
import { listing } from "../text/listing.ts";
import { count, sectionText } from "./format.ts";
import { VERDICT_NAMES, VERDICTS } from "./verdicts.ts";

/** What the headline is made from. */
export type Summarised = Pick<ReportData, "claims" | "dataset" | "otherData">;

/** The sentence at the top of every format, in two parts so that the counts can be set in colour. */
export interface Headline {
  /** "8 of 10 published numbers, 9 of 9 bounds and 13 of 14 orderings are reproduced.", or "" when nothing is graded. */
  readonly score: string;
  /** "3 underspecified, 20 measured without a grade, 40 not run.", or why nothing is graded. */
  readonly rest: string;
  /** "Of our own checks, 5 of 6 hold.", or "" when none is graded. */
  readonly ours: string;
}

/** All claims but the settings and third-party facts that are only listed. */
export function shownClaims(claims: readonly ClaimResult[]): readonly ClaimResult[] {
  return claims.filter((claim) => claim.kind !== "setting");
}

/** Claims with a measured value, which get a row of their own: section by section. */
export function measuredClaims(claims: readonly ClaimResult[]): readonly ClaimResult[] {
  return shownClaims(claims)
    .filter((claim) => claim.verdict !== "not-run")
    .toSorted((a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section));
}

/** The paper's own titles of its sections. */
const SECTION_TITLES: Readonly<Record<ClaimResult["section"], string>> = {
  "3": "The linear explanation",
  "4": "Linear perturbation of non-linear models",
  "5": "Adversarial training of linear models versus weight decay",
  "6": "Adversarial training of deep networks",
  "7": "Different kinds of model capacity",
  "8": "Why adversarial examples generalise",
  "9": "Alternative hypotheses",
  "10": "Summary and discussion",
  "A": "Rubbish class examples",
};

/** The claims of one part of a table, under one heading. */
export interface ClaimPart {
  readonly title: string;
  readonly claims: readonly ClaimResult[];
}

/** The paper's claims by section, then ours, which are not counted with them. */
export function claimParts(measured: readonly ClaimResult[]): readonly ClaimPart[] {
  const paper = [...Map.groupBy(measured.filter((claim) => !claim.own), (claim) => claim.section)].map((
    [section, claims],
  ) => ({ title: `${sectionText(section)} ${SECTION_TITLES[section]}`, claims }));
  const own = measured.filter((claim) => claim.own);
  return own.length === 0 ? paper : [...paper, { title: "Checks of our own, counted apart", claims: own }];
}

/** Claims by reason for not being run, in order of first appearance. */
export function notRunByReason(claims: readonly ClaimResult[]): ReadonlyMap<string, readonly ClaimResult[]> {
  const groups = new Map<string, ClaimResult[]>();
  for (const claim of shownClaims(claims)) {
    if (claim.verdict !== "not-run") continue;
    const reason = claim.reason ?? "Not part of this profile";
    groups.set(reason, [...groups.get(reason) ?? [], claim]);
  }
  return groups;
}

/** How many claims have each verdict; verdicts that no claim has are left out. */
export function tally(claims: readonly ClaimResult[]): readonly { verdict: Verdict; count: number }[] {
  return VERDICT_NAMES
    .map((verdict) => ({ verdict, count: claims.filter((claim) => claim.verdict === verdict).length }))
    .filter((entry) => entry.count > 0);
}

/** The headline: how many graded claims of the paper are reproduced, or why none is graded; then our own checks. */
export function headline(data: Summarised): Headline {
  const claims = shownClaims(data.claims);
  const { numbers, bounds, orderings, own, sentence } = countGraded(claims);
  const ours = own.graded === 0 ? "" : `Of our own checks, ${own.reproduced} of ${own.graded} hold.`;
  if (numbers.graded + bounds.graded + orderings.graded === 0) {
    return { score: "", rest: `Nothing graded: ${reasonForNoGrade(claims, data)}.`, ours };
  }
  const [score, others] = sentence.split("; ");
  return { score: `${score}.`, rest: others === undefined ? "" : `${others}.`, ours };
}

function reasonForNoGrade(claims: readonly ClaimResult[], { dataset, otherData }: Summarised): string {
  const measured = measuredClaims(claims);
  if (measured.length === 0) return "no claim was measured";
  const values = `${count(measured.length, "claim")} measured`;
  const nameOf = ({ experiment }: ClaimResult) =>
    otherData.find(({ experiments }) => experiments.includes(experiment ?? ""))?.name ?? dataset;
  const other = measured.find((claim) => isOther(claim, nameOf(claim)));
  if (other !== undefined) return `${values} on ${datasetName(nameOf(other))}, not the paper's data`;
  return `${values}, but none is graded here`;
}

/** Whether a claim speaks of other data than it was measured on. */
function isOther(claim: ClaimResult, dataset: string): boolean {
  return claim.dataset !== "none" && claim.dataset !== dataset;
}

/** The headline as one sentence. */
export function headlineText(data: Summarised): string {
  const { score, rest, ours } = headline(data);
  return [score, rest, ours].filter((part) => part !== "").join(" ");
}

/** "undecided without seed 0, 1 or 2, reproduced without seed 3". */
function withoutSeeds(pivotal: ClaimResult["pivotal"]): string {
  return [...Map.groupBy(pivotal, ({ verdict }) => verdict)].map(([verdict, some]) =>
    `${VERDICTS[verdict].label.toLowerCase()} without seed ${
      listing(some.map(({ seed }) => String(seed)), "or")
    }`
  ).join(", ");
}

/** How firm the verdicts are, a sentence each: all tests at once, single runs, single seeds. */
export function robustnessTexts(claims: readonly ClaimResult[]): readonly string[] {
  const shown = measuredClaims(claims);
  const { tested, held } = orderingsTogether(shown);
  const lost = tested.filter((claim) => !held.includes(claim));
  const distinguishable = shown.filter(isDistinguishable);
  const constant = shown.filter(({ graded, kind, perSeed }) =>
    graded && kind === "claim" && perSeed.length > 1 && !varies(perSeed.map(({ value }) => value))
  );
  const pivotal = shown.filter(({ graded, pivotal }) => graded && pivotal.length > 0);
  const ids = (some: readonly ClaimResult[]) => some.map(({ id }) => id).join(", ");
  return [
    ...(tested.length === 0 ? [] : [
      `${held.length} of the ${count(tested.length, "graded ordering")} that hold at 5 % each ${
        held.length === 1 ? "holds" : "hold"
      } at 5 % together (Holm's correction)${lost.length === 0 ? "" : `; not ${ids(lost)}`}.`,
    ]),
    ...(distinguishable.length === 0 ? [] : [
      `Close but distinguishable: ${
        ids(distinguishable)
      }. The mean is within the tolerance, but the published value is not where 90 % of our single runs lie.`,
    ]),
    ...(pivotal.length === 0 ? [] : [
      `One seed decides: ${pivotal.map(({ id, pivotal }) => `${id} (${withoutSeeds(pivotal)})`).join(", ")}.`,
    ]),
    ...(constant.length === 0 ? [] : [
      `No spread: ${ids(constant)} ${
        constant.length === 1 ? "has" : "have"
      } one value for all seeds, so the verdict is that of one run.`,
    ]),
  ];
}

/** How many sanity checks of the attacks hold: "sanity: 42 of 42 checks hold"; "" where there is none. */
export function sanityText(rows: ReportData["sanity"]): string {
  if (rows.length === 0) return "";
  const held = rows.filter(({ holds }) => holds).length;
  return `sanity: ${held} of ${count(rows.length, "check")} ${held === 1 ? "holds" : "hold"}`;
}

/** The sanity checks that fail, a sentence each. */
export function failedSanityTexts(rows: ReportData["sanity"]): readonly string[] {
  return rows.filter(({ holds }) => !holds).map(({ experiment, model, attack, check, value, seed }) =>
    `${experiment}, seed ${seed}, ${attack} on ${model}: ${check}: found ${
      value === null ? "no number" : Number(value.toPrecision(3))
    }`
  );
}

/** A data set as prose names it. */
export function datasetName(dataset: string): string {
  const names: Readonly<Record<string, string>> = {
    mnist: "MNIST",
    cifar10: "CIFAR-10",
    glyphs: "the built-in digits",
  };
  return names[dataset] ?? dataset;
}

/** What a reader must know before taking a number from the report elsewhere. */
export const LIMITS: readonly string[] = [
  "The paper's values come from single runs, or from the mean of at most five. The tolerance of each claim allows for the spread of such a run over seeds.",
  "On MNIST the test images are the paper's own, so the test set adds no sampling error. Wilson's interval is shown for information only.",
  "Claims measured on the same trained models share their seeds, so their verdicts are not independent.",
  "A claim measured with fewer than three seeds is shown but not graded.",
  "Where the paper leaves a setting open, the value comes from the authors' code or their closest recipe, never from what fits best. Another setting may give a different number.",
];
