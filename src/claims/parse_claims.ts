/** From the text of `data/claims.csv` to checked claims: every cell, and what cells of a row must agree on. */
import {
  type Claim,
  CLAIM_DATASETS,
  COMPARISONS,
  GRADED_PROFILES,
  type GradedProfile,
  type ProfileRule,
  SECTIONS,
  VERDICTS,
} from "./claim.ts";
import {
  oneOf,
  optionalNumber,
  optionalText,
  parseTable,
  refuse,
  requiredText,
  type TableRow,
  yesOrNo,
} from "../files/table.ts";

/** The columns of `data/claims.csv`. */
export const CLAIM_COLUMNS: readonly string[] = [
  ..."id section kind dataset statement quantity published unit comparison".split(" "),
  ..."experiment metric other_metrics specified basis pilot reason".split(" "),
  ...GRADED_PROFILES.flatMap((profile) =>
    ["tolerance", "graded", "expected", "reason"].map((column) => `${profile}_${column}`)
  ),
];

/** A name in the code: an experiment or a metric. */
function checkName(row: TableRow, column: string, name: string | null): string | null {
  if (name !== null && !/^[a-z][a-z0-9_]*$/.test(name)) refuse(row, column, "a name in snake_case");
  return name;
}

function parseRule(row: TableRow, profile: GradedProfile): ProfileRule {
  return Object.freeze({
    tolerance: optionalNumber(row, `${profile}_tolerance`),
    graded: yesOrNo(row, `${profile}_graded`),
    expected: oneOf(row, `${profile}_expected`, VERDICTS),
    reason: optionalText(row, `${profile}_reason`),
  });
}

function parseClaim(row: TableRow): Claim {
  if (!/^[QLH][1-9]\d*[a-z]?(\.[a-z]+)?$/.test(row.id)) {
    refuse(row, "id", "Q, L or H, a number, a letter or nothing, and .suffix or nothing");
  }
  const otherMetrics = optionalText(row, "other_metrics")?.split(" ") ?? [];
  for (const metric of otherMetrics) checkName(row, "other_metrics", metric);
  return Object.freeze({
    id: row.id,
    section: oneOf(row, "section", SECTIONS),
    kind: oneOf(row, "kind", ["claim", "identity", "setting"]),
    dataset: oneOf(row, "dataset", CLAIM_DATASETS),
    statement: requiredText(row, "statement"),
    quantity: requiredText(row, "quantity"),
    published: optionalNumber(row, "published"),
    unit: requiredText(row, "unit"),
    comparison: oneOf(row, "comparison", COMPARISONS),
    experiment: checkName(row, "experiment", optionalText(row, "experiment")),
    metric: checkName(row, "metric", optionalText(row, "metric")),
    otherMetrics: Object.freeze(otherMetrics),
    specified: yesOrNo(row, "specified"),
    basis: optionalText(row, "basis"),
    pilot: optionalText(row, "pilot"),
    reason: optionalText(row, "reason"),
    profiles: Object.freeze({
      quick: parseRule(row, "quick"),
      standard: parseRule(row, "standard"),
      full: parseRule(row, "full"),
    }),
  });
}

/** What the cells of a row must agree on. */
function checkRow(row: TableRow, claim: Claim): void {
  if (claim.kind === "setting" && claim.experiment !== null) {
    refuse(row, "experiment", "nothing for a setting");
  }
  if ((claim.experiment === null) !== (claim.metric === null)) {
    refuse(row, "metric", "a metric where there is an experiment, and only there");
  }
  if (claim.metric === null && claim.otherMetrics.length > 0) {
    refuse(row, "other_metrics", "nothing without a metric");
  }
  if (claim.experiment === null && claim.reason === null) {
    refuse(row, "reason", "the reason why there is no experiment");
  }
  const needsValue = claim.experiment !== null && claim.comparison !== "ordering";
  if (needsValue && claim.published === null) {
    refuse(row, "published", `a number to be ${claim.comparison} to`);
  }
  for (const profile of GRADED_PROFILES) checkRule(row, claim, profile);
}

function checkRule(row: TableRow, claim: Claim, profile: GradedProfile): void {
  const { tolerance, graded, expected, reason } = claim.profiles[profile];
  if (tolerance !== null && (tolerance < 0 || claim.comparison === "ordering")) {
    refuse(row, `${profile}_tolerance`, "0 or more, and nothing for an ordering");
  }
  if (tolerance !== null && claim.basis === null) refuse(row, "basis", "where the tolerance comes from");
  if (graded && claim.experiment === null) refuse(row, `${profile}_graded`, '"no" without an experiment');
  if (graded && claim.basis === null) refuse(row, "basis", "a basis for a graded claim");
  if (graded && tolerance === null && claim.comparison !== "ordering") {
    refuse(row, `${profile}_tolerance`, "a number for a graded claim");
  }
  if (!graded && reason === null && claim.reason === null) {
    refuse(row, `${profile}_reason`, "the reason why it is not graded");
  }
  if (expected !== "reproduced" && reason === null) {
    refuse(row, `${profile}_reason`, `the reason why "${expected}" is expected`);
  }
}

/**
 * The claims in the text of `data/claims.csv`, in the order of its rows.
 *
 * @param text the content of the file
 * @param file its name, for error messages
 * @throws {DataError} a cell that is not as it must be; the message names file, row, column, found and expected
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * assertThrows(() => parseClaims("id\nQ2a\n", "claims.csv"), Error, 'missing columns');
 * ```
 */
export function parseClaims(text: string, file = "data/claims.csv"): readonly Claim[] {
  return Object.freeze(
    parseTable(text, file, CLAIM_COLUMNS).map((row) => {
      const claim = parseClaim(row);
      checkRow(row, claim);
      return claim;
    }),
  );
}
