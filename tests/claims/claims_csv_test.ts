/** The committed tables: complete, consistent and never silently loosened. */
import { assertEquals, assertNotEquals } from "@std/assert";
import {
  GRADED_PROFILES,
  judge,
  parseChoices,
  parseClaims,
  parseErrata,
  selectClaims,
} from "../../src/claims/mod.ts";
import { dataFile } from "./support.ts";

const claims = parseClaims(dataFile("claims.csv"));
const byId = new Map(claims.map((claim) => [claim.id, claim]));

/** Every numbered statement of the paper, and every qualitative one. */
const NUMBERS = ("Q1a Q1b Q1c Q2a Q2b Q3a Q3b Q4a Q4b Q4c Q5a Q5b Q6a Q6b Q6c Q7 Q8a Q8b Q9a Q9b Q9c " +
  "Q10a Q10b Q10c Q10d Q11a Q11b Q12a Q12b Q13 Q14a.error Q14a.confidence Q14b.error Q14b.confidence " +
  "Q15a Q15b Q15c Q16a Q16b Q16c Q16d Q16e Q17 Q18a Q18b Q19a Q19b Q20a.error Q20a.confidence " +
  "Q20b.error Q20b.confidence Q20c.error Q20c.confidence Q20d.error Q20d.confidence Q20e.error " +
  "Q21a.fives Q21a.eights Q21b.frogs Q21b.absent Q22a.frog Q22a.truck Q22b Q22c Q22d " +
  "Q23.rubbish Q23.clean Q23.gain Q23.fooled").split(" ");
const STATEMENTS = Array.from({ length: 20 }, (_, i) => `L${i + 1}`);

Deno.test("every numbered claim of the paper is in claims.csv, and no other", () => {
  assertEquals(claims.map((claim) => claim.id).filter((id) => id.startsWith("Q")), NUMBERS);
});

Deno.test("every qualitative claim of the paper is in claims.csv", () => {
  for (const id of STATEMENTS) assertNotEquals(selectClaims(claims, [id]), []);
});

Deno.test("published values are those of the paper", () => {
  const published: Record<string, number> = {
    Q2a: 99.9,
    Q2b: 79.3,
    Q3a: 89.4,
    Q3b: 97.6,
    Q4a: 87.15,
    Q5a: 1.6,
    Q5b: 99,
    Q8a: 0.94,
    Q8b: 0.84,
    Q9b: 1.14,
    Q10c: 0.782,
    Q11b: 17.9,
    Q12a: 19.6,
    Q12b: 40.9,
    Q13: 81.4,
    Q15a: 55.4,
    Q16c: 84.6,
    Q19a: 91.1,
    "Q20a.error": 98.35,
    "Q21b.frogs": 49.7,
    Q22b: 24.7,
  };
  for (const [id, value] of Object.entries(published)) assertEquals(byId.get(id)?.published, value, id);
});

Deno.test("settings are listed, have no experiment and are never graded", () => {
  const settings = claims.filter((claim) => claim.kind === "setting");
  assertEquals(settings.map((claim) => claim.id), ["Q6c", "Q7", "Q9a", "Q9c", "Q10d", "Q22d"]);
  for (const profile of GRADED_PROFILES) {
    for (const claim of settings) {
      assertEquals(judge(claim, [], { profile, dataset: "mnist" }).graded, false);
    }
  }
});

Deno.test("Q11a repeats Q3a and is not counted twice", () => {
  for (const profile of GRADED_PROFILES) assertEquals(byId.get("Q11a")?.profiles[profile].graded, false);
  assertEquals(byId.get("Q11a")?.published, byId.get("Q3a")?.published);
});

Deno.test("claims without an experiment are not run and say why", () => {
  for (const claim of claims.filter((claim) => claim.experiment === null)) {
    const result = judge(claim, [], { profile: "full", dataset: "mnist" });
    assertEquals([result.verdict, result.graded, result.reason !== null], ["not-run", false, true], claim.id);
  }
});

Deno.test("tolerances are those committed before the first run", () => {
  const graded = claims.filter((claim) => claim.profiles.full.graded && claim.comparison !== "ordering");
  assertEquals(Object.fromEntries(graded.map((claim) => [claim.id, claim.profiles.full.tolerance])), {
    Q2a: 0.3,
    Q2b: 2,
    Q3a: 4,
    Q3b: 0.5,
    Q5a: 1,
    Q5b: 1,
    Q6a: 0,
    Q6b: 0.1,
    Q8a: 0.06,
    Q8b: 0.06,
    Q9b: 0.06,
    Q10c: 0.03,
    "L1.growth": 0.01,
    "L1.norm": 0.0001,
    "L3.exact": 0.01,
    "L3.corners": 0,
    "L9.dot": 0,
    Q11b: 9,
    Q12a: 6,
    Q12b: 12,
    Q13: 5,
    "Q14a.error": 4,
    "Q14a.confidence": 0.5,
    "Q14b.error": 4,
    "Q14b.confidence": 0.5,
    Q16b: 4,
    Q16c: 5,
    Q15a: 19,
    Q15b: 3.8,
    Q15c: 3,
    Q16a: 6,
    Q16d: 2,
    Q16e: 3,
    "Q20e.error": 0,
    H30: 0,
    H31: 0,
    "Q20a.error": 2,
    "Q20a.confidence": 2.6,
    "Q20b.error": 2,
    "Q20b.confidence": 7,
    "Q20d.error": 2,
    "Q20d.confidence": 2,
    "Q23.rubbish": 0.5,
    "Q23.clean": 0.3,
    "Q23.gain": 0.3,
    H10: 0,
    H11: 0,
    "H13.sign": 0,
    "H13.uniform": 0,
    "H14.sign": 0,
    "H14.uniform": 0,
    H21: 0,
    H24: 0,
    H1: 0,
    H2: 0,
    H3: 0,
    H4: 0,
    H5: 0,
    H50: 0,
    H52: 0.1,
    H55: 0,
    "L9.loss": 0,
    "L15.linear": 0,
    "L15.interval": 0,
    "L16.contiguous": 0,
    "H40.cosine": 0,
    H42: 0.1,
    H45: 0,
    H46: 0,
    H48: 0,
  });
});

Deno.test("no tolerance widens with a longer profile", () => {
  for (const { id, profiles: { quick, standard, full } } of claims) {
    const tolerances = [quick, standard, full].map((rule) => rule.tolerance).filter((t) => t !== null);
    assertEquals(tolerances.every((t, i) => i === 0 || t <= tolerances[i - 1]!), true, id);
  }
});

Deno.test("each choice names claims that exist", () => {
  for (const choice of parseChoices(dataFile("choices.csv"))) {
    assertNotEquals(selectClaims(claims, choice.claims), []);
  }
});

Deno.test("the errata are readable and hold the slips of §§3, 5, 6, 7 and A", () => {
  const slips = parseErrata(dataFile("errata.csv")).filter((erratum) => erratum.kind === "slip");
  assertEquals(slips.map((erratum) => erratum.section), ["3", "5", "5", "6", "7", "A"]);
});
