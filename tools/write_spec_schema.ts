/**
 * Writes `data/spec.schema.json`, the schema of specifications for readers and other programs, from the schemas that
 * this program validates with: `deno run --allow-read --allow-write=data tools/write_spec_schema.ts`.
 */
import { RUN_SPEC } from "../src/runs/canonical_spec.ts";

const SCHEMA = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "The specification of a run",
  description:
    "Everything that decides a run's bits but data, engine and code. A field that equals its default is left out.",
  ...RUN_SPEC.json,
};

await Deno.writeTextFile(
  new URL("../data/spec.schema.json", import.meta.url),
  `${JSON.stringify(SCHEMA, null, 2)}\n`,
);
