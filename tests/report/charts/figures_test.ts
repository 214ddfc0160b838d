import { assert, assertEquals, assertMatch } from "@std/assert";
import schema from "vega-lite/vega-lite-schema.json" with { type: "json" };
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { differentiableAdversaries } from "../../../src/report/figures/differentiable_adversaries.ts";
import { errorAgainstEpsilon } from "../../../src/report/figures/error_against_epsilon.ts";
import { fgsmLine } from "../../../src/report/figures/fgsm_line.ts";
import { FIGURE_NAMES, figuresOf } from "../../../src/report/figures/mod.ts";
import { paperPoints } from "../../../src/report/charts/paper_points.ts";
import { trainingCurves } from "../../../src/report/figures/training_curves.ts";
import { hiddenPerturbations, rubbishTraining } from "../../../src/report/figures/variant_errors.ts";
import { renderSvg } from "../../../src/report/vega/render.ts";
import { claimResult } from "../fixture/claims.ts";
import { EMPTY, FIXTURE } from "../fixture/report.ts";
import { drawable } from "../support.ts";

function validator() {
  const ajv = new Ajv({ strict: false, allowUnionTypes: true });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  ajv.addFormat("color-hex", /^#[0-9a-f]{3,8}$/i);
  return ajv.compile(schema);
}

Deno.test("every figure of the fixture is drawn, wide and narrow, by a specification that vega-lite's schema accepts", () => {
  const validate = validator();
  const figures = drawable(FIXTURE);
  assertEquals(figures.map((figure) => figure.name), [...FIGURE_NAMES]);
  for (const figure of figures) {
    for (const spec of [figure.wide, figure.narrow]) {
      assert(
        validate(JSON.parse(JSON.stringify(spec))),
        `${figure.name}: ${JSON.stringify(validate.errors?.[0])}`,
      );
    }
  }
});

Deno.test("a rendered figure has no NaN, no undefined, no object in place of a text, and the same bytes each time", async () => {
  for (const figure of drawable(FIXTURE)) {
    const svg = await renderSvg(figure.wide);
    assert(!/NaN|undefined|\[object|Infinity/.test(svg), figure.name);
    assertEquals(await renderSvg(figure.wide), svg);
  }
});

Deno.test("a figure whose table is missing or empty is left out", () => {
  assertEquals(figuresOf(EMPTY), []);
  assertEquals(figuresOf({ ...EMPTY, tables: { error_against_epsilon: [], linear_growth: [] } }), []);
});

Deno.test("a single row is enough for each figure", async () => {
  const tables = Object.fromEntries(
    Object.entries(FIXTURE.tables).map((
      [name, rows],
    ) => [name, rows.filter((row) => row["kind"] !== "sign").slice(0, 1)]),
  );
  for (const figure of drawable({ ...EMPTY, tables })) {
    assert(!/NaN|undefined|Infinity/.test(await renderSvg(figure.wide)), figure.name);
    assert(!/NaN|undefined|Infinity/.test(await renderSvg(figure.narrow)), figure.name);
  }
});

Deno.test("the curves show means over seeds, and the title says them at ε = .25", () => {
  const rows = [80, 90].map((error, seed) => ({
    model: "softmax",
    epsilon: 0.25,
    seed,
    error,
    confidence: 70,
    confidenceMisclassified: null,
  }));
  const figure = errorAgainstEpsilon(rows, EMPTY);
  assertEquals(figure.title, "At ε = .25 the error is 85.0 % for softmax regression");
  assertMatch(JSON.stringify(figure.wide), /"mean":85,"low":80,"high":90/);
});

Deno.test("a diamond stands only for a published value that this report measures and draws", () => {
  const measured = { verdict: "undecided", published: 99.9 } as const;
  const points = paperPoints([
    claimResult("Q2a", measured),
    claimResult("Q3a", measured),
    claimResult("Q2b", { published: 79.3, verdict: "not-run" }),
    claimResult("Q9b", measured),
  ], ["softmax"]);
  assertEquals(points.map((point) => point.claim), ["Q2a"]);
});

Deno.test("a logarithmic axis has labels: curves that hardly move are drawn on a linear one", () => {
  const rows = (least: number) =>
    [90, 60, least].map((error, k) => ({
      epoch: k + 1,
      clean_error: error,
      adversarial_error: error,
      seed: 0,
    }));
  assertMatch(JSON.stringify(trainingCurves(rows(1), EMPTY).wide), /"type":"log"/);
  assert(!JSON.stringify(trainingCurves(rows(59), EMPTY).wide).includes('"type":"log"'));
});

Deno.test("the FGSM line's title does not take the end of the sweep for the end of the stretch", () => {
  const rows = [-2, -1, 0, 1, 2].map((epsilon) => ({
    epsilon,
    index: 0,
    label: 1,
    predicted: epsilon <= 1 ? 1 : 0,
    confidence: 0.9,
    logits: [0, epsilon <= 1 ? 1 : -1],
    seed: 0,
  }));
  assertEquals(
    fgsmLine(rows).title,
    "This 1 is classified correctly up to ε = 1 and on the whole downhill side",
  );
});

Deno.test("nets that are trained differently have a title that says what came of it, and none where nothing did", () => {
  const transfers = (sign: number, scaled: number, rotation: number) =>
    Object.entries({ sign, scaled, rotation }).map(([trained, error]) => ({
      ...{ trained, under: "transfer", seed: 0, error },
    }));
  assertEquals(
    differentiableAdversaries(transfers(39, 76, 75)).title,
    "On another net's examples, training on differentiable adversaries leaves an error of at least 75 %, training on signs 39 %",
  );
  assertMatch(differentiableAdversaries(transfers(39, 76, 30)).title, /^Nets trained on one kind/);
  const hidden = (input: number, first: number) =>
    Object.entries({ input, first }).map(([perturbed, fgsm_error]) => ({
      ...{ perturbed, seed: 0, training_error: 0, clean_error: 1, fgsm_error, fgsm_error_exact: fgsm_error },
      ...{ transfer_error: 20, first_activation: 1, last_activation: 1 },
    }));
  assertEquals(
    hiddenPerturbations(hidden(34, 98), EMPTY).title,
    "Perturbing the input in training leaves an error of 34 % under FGSM, perturbing the first hidden layer 98 %",
  );
  assertMatch(hiddenPerturbations(hidden(34, 30), EMPTY).title, /^Perturbing the input, a hidden layer/);
  const rubbish = { trained: "rubbish", seed: 0, clean_error: 3, rubbish_error: 0.06, stepped_error: 15 };
  assertEquals(
    rubbishTraining([rubbish], EMPTY).title,
    "Trained on noise, a net sees a digit in 0.1 % of it, and after one step in 15 %",
  );
});
