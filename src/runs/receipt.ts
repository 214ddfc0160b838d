/**
 * The receipt of a report: every run with its specification and its digests, so that somebody else can compute all of
 * it, or any epoch of it, again and demand the same bytes. A function of the runs alone; `data/receipt.schema.json`
 * describes it, and nothing else is written or believed.
 */
import { Ajv } from "ajv";
import schema from "../../data/receipt.schema.json" with { type: "json" };
import type { DatasetKind, Digests } from "../datasets/mod.ts";
import { parseBoundedJson } from "../files/bounded_json.ts";
import { DataError } from "../errors.ts";
import { canonicalJson } from "./canonical_json.ts";
import { chainStart } from "./chain.ts";
import type { Metric } from "./measurement.ts";
import type { TrainMetrics } from "./metrics.ts";
import { type KeyContext, keyOf, NUMERICS, parentsOf, type RunSpec } from "./spec.ts";

/** A run in a receipt. */
export interface ReceiptRun {
  readonly label: string;
  readonly seed: number;
  readonly key: string;
  readonly spec: RunSpec;
  /** Digests of the data set, where that is another than the receipt's. */
  readonly data?: Digests;
  /** h₀ … hₙ, the last of them, and the digest of the parameters; null for a measurement. */
  readonly chain: readonly string[] | null;
  readonly chainHead: string | null;
  readonly parametersSha256: string | null;
  /** What was found: costs and errors of a training, the metrics of a measurement. */
  readonly metrics: TrainMetrics | Readonly<Record<string, Metric>>;
  /** Of the entry's `metrics.json`, which for a measurement also holds the figures' rows. */
  readonly metricsSha256: string;
}

/** A receipt; `dataset` and `data` are of the data set that the command was about. */
export interface Receipt extends KeyContext {
  readonly schema: 1;
  readonly profile: "smoke" | "quick" | "standard" | "full";
  /** A folder of IDX files has no name that is the same everywhere. */
  readonly dataset: DatasetKind;
  readonly claims: {
    /** Words of `--claims`; none: all. */
    readonly selected: readonly string[];
    /** Of `data/claims.csv`. */
    readonly sha256: string;
  };
  /** Versions of the components. */
  readonly numerics: Readonly<Record<string, number>>;
  /** Parents first. */
  readonly runs: readonly ReceiptRun[];
}

/** The most bytes of a receipt. */
const MOST_BYTES = 1 << 28;

const validator = () => new Ajv({ strict: true, strictTypes: false }).compile<Receipt>(schema);

function check(value: unknown, path: string): Receipt {
  const validate = validator();
  if (!validate(value)) {
    const { instancePath, message } = validate.errors![0]!;
    throw new DataError(`Cannot use ${path}: ${instancePath || "it"} ${message}`);
  }
  const seen = new Set<string>();
  for (const [i, run] of value.runs.entries()) {
    const refuse = (what: string) => {
      throw new DataError(`Cannot use ${path}: run ${i} (${run.label}, seed ${run.seed}) ${what}`);
    };
    if (!parentsOf(run.spec).every((key) => seen.has(key))) {
      refuse("needs a run that is not listed before it");
    }
    if (seen.has(run.key)) refuse("is listed twice");
    seen.add(run.key);
    if (run.seed !== run.spec.seed) refuse("has a seed other than that of its specification");
    const { chain, chainHead, parametersSha256 } = run;
    if ((run.spec.kind === "train") !== (chain !== null && parametersSha256 !== null)) {
      refuse("is a training without a hash chain, or a measurement with one");
    }
    if (chainHead !== (chain?.at(-1) ?? null)) {
      refuse("has a chain head that is not the last link of its chain");
    }
    if (chain !== null && chain[0] !== chainStart(run.key)) refuse("has a chain that belongs to another key");
    const { engine, data, numerics } = value;
    const ours = Object.entries(NUMERICS).every(([name, version]) => numerics[name] === version);
    if (ours && keyOf(run.spec, { engine, data: run.data ?? data }) !== run.key) {
      refuse("has a key that does not follow from its specification");
    }
  }
  return value;
}

/**
 * The text of a receipt: one line for each run.
 *
 * @throws {DataError} when it does not fit its schema
 */
export function receiptText(receipt: Receipt): string {
  const { runs, ...head } = check(receipt, "the receipt to be written");
  const fields = Object.entries(head).map(([name, value]) =>
    `${JSON.stringify(name)}: ${canonicalJson(value)}`
  );
  const lines = runs.map((run) => canonicalJson(run));
  return `{\n${fields.join(",\n")},\n"runs": [\n${lines.join(",\n")}\n]\n}\n`;
}

/**
 * The receipt in these bytes.
 *
 * @throws {DataError} when they are no receipt, or it contradicts itself
 */
export function parseReceipt(bytes: Uint8Array, path: string): Receipt {
  return check(parseBoundedJson(bytes, path, MOST_BYTES), path);
}
