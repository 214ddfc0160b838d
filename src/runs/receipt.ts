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
import { type CanonicalSpec, parseSpec } from "./canonical_spec.ts";
import { chainStart } from "./chain.ts";
import type { RunCode } from "./code.ts";
import { type KeyBasis, keyOf } from "./key.ts";
import type { Metric } from "./measurement.ts";
import type { FitMetrics, TrainMetrics } from "./metrics.ts";
import { parentsOf } from "./spec.ts";
import { madeByVersion1 } from "./version_1.ts";

/** A run in a receipt. */
export interface ReceiptRun {
  readonly label: string;
  readonly seed: number;
  readonly key: string;
  readonly spec: CanonicalSpec;
  /** Names of the parts and kernels that it went through; the receipt's `code` has their versions and digests. */
  readonly code: { readonly parts: readonly string[]; readonly kernels: readonly string[] };
  /** Digests of the data set, where that is another than the receipt's. */
  readonly data?: Digests;
  /** h₀ … hₙ and the last of them: of a training, else null. */
  readonly chain: readonly string[] | null;
  readonly chainHead: string | null;
  /** The digest of the parameters of a training, or of the tensors of a fit; null for a measurement. */
  readonly parametersSha256: string | null;
  /** What was found: costs and errors of a training, how many images a fit had, the metrics of a measurement. */
  readonly metrics: FitMetrics | TrainMetrics | Readonly<Record<string, Metric>>;
  /** Of the entry's `metrics.json`, which for a measurement also holds the figures' rows. */
  readonly metricsSha256: string;
  /** Of its `sanity.json`; null without one. */
  readonly sanitySha256: string | null;
}

/** A receipt; `dataset` and `data` are of the data set that the command was about. */
export interface Receipt extends KeyBasis {
  readonly schema: 2;
  readonly profile: "smoke" | "quick" | "standard" | "full";
  /** A folder of IDX files has no name that is the same everywhere. */
  readonly dataset: DatasetKind;
  readonly claims: {
    /** Words of `--claims`; none: all. */
    readonly selected: readonly string[];
    /** Of `data/claims.csv`. */
    readonly sha256: string;
  };
  /** Parents first. */
  readonly runs: readonly ReceiptRun[];
}

/** The most bytes of a receipt. */
const MOST_BYTES = 1 << 28;

const validator = () => new Ajv({ strict: true, strictTypes: false }).compile<Receipt>(schema);

/** The values of these names; undefined where one is missing. */
function picked<T>(
  all: Readonly<Record<string, T>>,
  names: readonly string[],
): Record<string, T> | undefined {
  if (!names.every((name) => Object.hasOwn(all, name))) return undefined;
  return Object.fromEntries(names.map((name) => [name, all[name]!]));
}

/** What the key of a run in a receipt is made of besides its specification; null where the receipt does not say. */
export function basisOfRun(
  { data, engine, code }: Pick<Receipt, "data" | "engine" | "code">,
  run: Pick<ReceiptRun, "code" | "data">,
): KeyBasis | null {
  const [parts, kernels] = [picked(code.parts, run.code.parts), picked(code.kernels, run.code.kernels)];
  return parts && kernels ? { data: run.data ?? data, engine, code: { parts, kernels } } : null;
}

/** The names in a run's code, for its line in a receipt. */
export function namesOf({ parts, kernels }: RunCode): ReceiptRun["code"] {
  return { parts: Object.keys(parts).sort(), kernels: Object.keys(kernels).sort() };
}

function check(value: unknown, path: string): Receipt {
  if (Object(value).schema === 1) throw madeByVersion1(path);
  const validate = validator();
  if (!validate(value)) {
    const { instancePath, message } = validate.errors![0]!;
    throw new DataError(`Cannot use ${path}: ${instancePath || "it"} ${message}`);
  }
  const seen = new Set<string>();
  const runs = value.runs.map((run, i): ReceiptRun => {
    const spec = parseSpec(run.spec, `${path}: run ${i} (${run.label}, seed ${run.seed})`);
    const refuse = (what: string): never => {
      throw new DataError(`Cannot use ${path}: run ${i} (${run.label}, seed ${run.seed}) ${what}`);
    };
    if (!parentsOf(spec).every((key) => seen.has(key))) {
      refuse("needs a run that is not listed before it");
    }
    if (seen.has(run.key)) refuse("is listed twice");
    seen.add(run.key);
    if (run.seed !== spec.seed) refuse("has a seed other than that of its specification");
    const { chain, chainHead, parametersSha256 } = run;
    if ((spec.kind === "train") !== (chain !== null)) {
      refuse("is a training without a hash chain, or no training and has one");
    }
    if ((spec.kind === "measure") !== (parametersSha256 === null)) {
      refuse("is a measurement with the digest of parameters, or none and has no such digest");
    }
    if (chainHead !== (chain?.at(-1) ?? null)) {
      refuse("has a chain head that is not the last link of its chain");
    }
    if (chain !== null && chain[0] !== chainStart(run.key)) refuse("has a chain that belongs to another key");
    const basis = basisOfRun(value, run);
    if (basis === null) return refuse("went through code that the receipt does not list");
    if (keyOf(spec, basis) !== run.key) refuse("has a key that does not follow from its specification");
    return { ...run, spec };
  });
  return { ...value, runs };
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
 * @throws {PlatformError} when version 1 of this program made it
 */
export function parseReceipt(bytes: Uint8Array, path: string): Receipt {
  return check(parseBoundedJson(bytes, path, MOST_BYTES), path);
}
