/** The JSON schema of `reproduce --json`, and what a value has against it. */
import { Ajv } from "ajv";

/** `data/reproduce.schema.json`. */
export const schema = JSON.parse(
  Deno.readTextFileSync(new URL("../../data/reproduce.schema.json", import.meta.url)),
);

const validate = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictTuples: false }).compile(
  schema,
);

/** What is wrong with a value, one text per place; empty where nothing is. */
export function violations(value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
