import { assert, assertEquals } from "@std/assert";
import { COMPARISONS, SECTIONS, VERDICTS } from "../../src/claims/claim.ts";
import { reproduceJson } from "../../src/cli/json_output.ts";
import { PROFILES } from "../../src/project/profiles.ts";
import type { ReportData } from "../../src/report/mod.ts";
import { FIXTURE } from "../report/fixture/report.ts";
import { schema, violations } from "./schema.ts";

const output = (data: ReportData) => JSON.parse(reproduceJson(data, "/data/store", "/reports/report.html"));

Deno.test("reproduce --json of a report is what its schema says", () => {
  assertEquals(violations(output(FIXTURE)), []);
});

Deno.test("the schema asks for exactly the fields of the contract", () => {
  const claim =
    "id section kind dataset quantity unit published comparison tolerance mean interval perSeed graded " +
    "expected verdict experiment reason command";
  const value = output(FIXTURE);
  assertEquals(
    Object.keys(value).sort().join(" "),
    "claims dataset engine headline invariances profile report runs schema store",
  );
  assertEquals(Object.keys(value.claims[0]).join(" "), claim);
  assertEquals(schema.definitions.claim.required.join(" "), claim);
  assertEquals(Object.keys(schema.definitions.claim.properties).join(" "), claim);
  assertEquals(schema.definitions.run.required.join(" "), "label seed key parametersSha256 chainHead");
  assertEquals(schema.properties.engine.required.toSorted().join(" "), "class threads wasm");
});

Deno.test("the schema knows every verdict, comparison, profile and section of the code and no other", () => {
  const { definitions, properties } = schema;
  assertEquals(definitions.verdict.enum, [...VERDICTS]);
  assertEquals(definitions.claim.properties.comparison.enum, [...COMPARISONS]);
  assertEquals(properties.profile.enum, [...PROFILES]);
  for (const section of SECTIONS) {
    assert(new RegExp(definitions.claim.properties.section.pattern).test(section));
  }
});

Deno.test("the schema refuses a missing, a superfluous and a wrong field anywhere", () => {
  const good = output(FIXTURE);
  const measured = good.claims.findIndex((claim: { mean: number | null }) => claim.mean !== null);
  assert(measured >= 0 && good.runs.length > 0);
  // deno-lint-ignore no-explicit-any -- breaks whatever it is given
  const broken: ((value: any) => void)[] = [
    (value) => delete value.store,
    (value) => value.extra = 1,
    (value) => value.schema = 2,
    (value) => value.dataset = "cifar",
    (value) => value.store = "data/store",
    (value) => value.engine.wasm = "abc",
    (value) => value.claims = [],
    (value) => delete value.claims[measured].command,
    (value) => value.claims[measured].wilson = [1, 2],
    (value) => value.claims[measured].mean = "99.9",
    (value) => value.claims[measured].mean = null,
    (value) => value.claims[measured].interval = [1],
    (value) => value.claims[measured].perSeed = [],
    (value) => value.claims[measured].perSeed[0].seed = -1,
    (value) => value.claims[measured].verdict = "fine",
    (value) => value.runs[0].chainHead = null,
    (value) => value.runs[0].key = value.runs[0].key.slice(1),
    (value) => value.invariances = [{ name: "threads" }],
  ];
  for (const breakIt of broken) {
    const value = structuredClone(good);
    breakIt(value);
    assert(violations(value).length > 0, String(breakIt));
  }
});
