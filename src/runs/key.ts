/** The key of a run, and everything that it is the digest of. */
import { sha256 } from "../files/sha256.ts";
import { canonicalJson } from "./canonical_json.ts";
import { type CanonicalSpec, demandCanonical } from "./canonical_spec.ts";
import { type CodeIdentity, codeOf, type MeasuringCode, type RunCode } from "./code.ts";

/** What the bits of a command's runs depend on besides their specifications. */
export interface KeyContext {
  /** SHA-256 of the data set's decoded files, by role. */
  readonly data: Readonly<Record<string, string>>;
  /** Engines of different classes may differ in the last bits. */
  readonly engine: { readonly class: string };
  readonly code: CodeIdentity;
}

/** What a run's bits depend on besides its specification. */
export interface KeyBasis extends Pick<KeyContext, "data" | "engine"> {
  readonly code: RunCode;
}

const isObject = (value: unknown) => typeof value === "object" && value !== null;

/** Whether a value from a file has the form of what keys are made of; their digest shows the rest. */
export function isKeyBasis(value: unknown): value is KeyBasis {
  const { data, engine, code } = Object(value) as Partial<KeyBasis>;
  return isObject(data) && isObject(engine) && isObject(code?.parts) && isObject(code?.kernels);
}

/** Whether a run on these data by this engine and code has this basis, as far as its experiment is the same. */
export function isCurrent({ data, engine, code }: KeyBasis, context: KeyContext): boolean {
  const { versions, kernels } = context.code;
  const own = { data: context.data, class: context.engine.class };
  return canonicalJson({ data, class: engine.class }) === canonicalJson(own) &&
    Object.entries(code.parts).every(([name, version]) =>
      name.startsWith("experiment/") || versions[name] === version
    ) &&
    Object.entries(code.kernels).every(([name, digest]) => kernels[name] === digest);
}

/**
 * The key of a run: SHA-256 of the canonical JSON of specification, data, engine and code.
 *
 * @throws {TypeError} for a specification that `canonicalSpec()` did not make
 */
export function keyOf(spec: CanonicalSpec, { data, engine, code }: KeyBasis): string {
  demandCanonical(spec);
  return sha256(canonicalJson({ spec, data, engine: { class: engine.class }, code }));
}

/** The key of a run of this program, and what it stands for. */
export function identify(
  spec: CanonicalSpec,
  { data, engine, code }: KeyContext,
  measuring?: MeasuringCode,
): { readonly key: string; readonly basis: KeyBasis } {
  const basis = { data, engine: { class: engine.class }, code: codeOf(spec, code, measuring) };
  return { key: keyOf(spec, basis), basis };
}
