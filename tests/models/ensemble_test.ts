import { assert, assertEquals, assertThrows } from "@std/assert";
import type { Engine } from "../../src/backend/engine.ts";
import {
  type Architecture,
  ensemble,
  type EnsembleRule,
  initialise,
  type Model,
  NetworkModel,
} from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { bitwise, within } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

const NET: Architecture = { type: "maxout", inputs: 6, classes: 3, units: [4, 5], pieces: 3 };
const IMAGES = Float32Array.from(Rng.fromSeed(4).fork("x").uniform(7 * 6));
const LABELS = Array.from({ length: 7 }, (_, i) => i % 3);
const RULES: readonly EnsembleRule[] = ["probabilities", "logits", "losses"];

/** Three networks with weights of this range. */
function withMembers(range: number, test: (members: Model[], engine: Engine) => void): Promise<void> {
  return withEngine((engine) => {
    using owned = new DisposableStack();
    const members = [0, 1, 2].map((seed) =>
      owned.use(new NetworkModel(engine, NET, initialise(NET, range, Rng.fromSeed(seed)), 4))
    );
    test(members, engine);
  });
}

/** [member][image][class] probabilities, straight from the definition. */
function probabilitiesOf(members: readonly Model[]): number[][][] {
  return members.map((member) => {
    const { logits } = member.answers(IMAGES);
    return Array.from({ length: 7 }, (_, i) => {
      const row = Array.from(logits.subarray(3 * i, 3 * i + 3), Math.exp);
      return row.map((e) => e / row.reduce((a, b) => a + b));
    });
  });
}

Deno.test("an ensemble answers with the mean of its members' probabilities, or the softmax of the mean logits", async () => {
  await withMembers(0.8, (members) => {
    const p = probabilitiesOf(members);
    const mean = p[0]!.map((row, i) =>
      row.map((_, k) => (p[0]![i]![k]! + p[1]![i]![k]! + p[2]![i]![k]!) / 3)
    );
    const close = within(1e-6, "float32 logits");
    for (const rule of ["probabilities", "losses"] as const) {
      const { predictions, confidences, logits } = ensemble(members, rule).answers(IMAGES);
      close(confidences, mean.map((row) => Math.max(...row)));
      close(logits, mean.flat().map(Math.log));
      assertEquals([...predictions], mean.map((row) => row.indexOf(Math.max(...row))));
    }
    const z = members.map((member) => member.answers(IMAGES).logits);
    close(
      ensemble(members, "logits").answers(IMAGES).logits,
      z[0]!.map((v, i) => (v + z[1]![i]! + z[2]![i]!) / 3),
    );
  });
});

Deno.test("an ensemble's losses are those of its rule", async () => {
  await withMembers(0.8, (members) => {
    const p = probabilitiesOf(members);
    const of = (rule: EnsembleRule) => ensemble(members, rule).losses(IMAGES, LABELS);
    const close = within(1e-6, "float32 logits");
    const label = (j: number, i: number) => p[j]![i]![LABELS[i]!]!;
    close(
      of("probabilities"),
      LABELS.map((_, i) => -Math.log((label(0, i) + label(1, i) + label(2, i)) / 3)),
    );
    close(
      of("losses"),
      LABELS.map((_, i) => -(Math.log(label(0, i)) + Math.log(label(1, i)) + Math.log(label(2, i))) / 3),
    );
  });
});

for (const rule of RULES) {
  Deno.test(`${rule}: the input gradient agrees with finite differences of the losses`, async () => {
    await withMembers(0.8, (members) => {
      const model = ensemble(members, rule);
      const expected = Array.from(IMAGES, (v, i) => {
        const at = (by: number) => model.losses(IMAGES.with(i, v + by), LABELS)[Math.floor(i / 6)]!;
        return (at(2e-3) - at(-2e-3)) / 4e-3;
      });
      within(2e-3, "differences of float32 logits with step .002")(
        model.inputGradient(IMAGES, LABELS, "exact"),
        expected,
      );
    });
  });

  Deno.test(`${rule}: an image's direction is a positive multiple of its gradient`, async () => {
    await withMembers(0.8, (members) => {
      const model = ensemble(members, rule);
      const gradient = model.inputGradient(IMAGES, LABELS, "exact");
      const direction = model.inputGradient(IMAGES, LABELS, "direction");
      for (let row = 0; row < 7; row++) {
        const [g, d] = [gradient, direction].map((all) => all.subarray(6 * row, 6 * row + 6)) as [
          Float32Array,
          Float32Array,
        ];
        const factor = d[0]! / g[0]!;
        assert(factor > 0);
        within(2e-5, "float32 rounding")(d, g.map((v) => v * factor));
      }
    });
  });

  Deno.test(`${rule}: an ensemble of one has its member's predictions and gradients`, async () => {
    await withMembers(0.8, ([member]) => {
      const alone = ensemble([member!], rule);
      assertEquals(alone.answers(IMAGES).predictions, member!.answers(IMAGES).predictions);
      const close = within(1e-6, "float32 sums of at most 6 products");
      for (const kind of ["exact", "direction", "float32"] as const) {
        close(alone.inputGradient(IMAGES, LABELS, kind), member!.inputGradient(IMAGES, LABELS, kind));
      }
    });
  });
}

Deno.test("the direction survives where every member's probability of the label underflows", async () => {
  await withMembers(30, (members) => {
    const labels = members[0]!.answers(IMAGES).logits; // the least likely class of each image
    const worst = LABELS.map((_, i) => {
      const row = Array.from(labels.subarray(3 * i, 3 * i + 3));
      return row.indexOf(Math.min(...row));
    });
    const losses = ensemble(members, "probabilities").losses(IMAGES, worst);
    assert(losses.some((loss) => loss > 800), `${losses}`);
    const direction = ensemble(members, "probabilities").inputGradient(IMAGES, worst, "direction");
    const own = members.map((member) => member.losses(IMAGES, worst));
    const gradients = members.map((member) => member.inputGradient(IMAGES, worst, "exact"));
    let decided = 0;
    losses.forEach((_, i) => {
      // one member is so much surer than the others that it has all the weight
      const best = own.map((all) => all[i]!).reduce(
        (least, loss, j) => loss < own[least]![i]! ? j : least,
        0,
      );
      const others = own.filter((_, j) => j !== best).map((all) => all[i]! - own[best]![i]!);
      if (Math.min(...others) < 40) return;
      decided++;
      const row = (all: Float32Array) => Array.from(all.subarray(6 * i, 6 * i + 6), Math.sign);
      assertEquals(row(direction), row(gradients[best]!));
    });
    assert(decided > 2, `${decided} images`);
  });
});

Deno.test("a pullback of the cost's gradient by the logits is the cost's gradient by the pixels", async () => {
  await withMembers(0.8, ([member]) => {
    const p = probabilitiesOf([member!])[0]!;
    const gradient = Float32Array.from(p.flatMap((row, i) => row.map((v, k) => k === LABELS[i] ? v - 1 : v)));
    within(1e-6, "float32 sums of at most 6 products")(
      member!.pullback!(IMAGES, gradient),
      member!.inputGradient(IMAGES, LABELS, "exact"),
    );
    assertThrows(() => member!.pullback!(IMAGES, gradient.subarray(3)), RangeError, "18 numbers");
  });
});

Deno.test("a pullback has the same bits for any capacity", async () => {
  await withEngine((engine) => {
    const parameters = initialise(NET, 0.8, Rng.fromSeed(0));
    using large = new NetworkModel(engine, NET, parameters, 64);
    using small = new NetworkModel(engine, NET, parameters, 3);
    const gradient = Float32Array.from(Rng.fromSeed(1).uniform(21), (u) => 2 * u - 1);
    bitwise(small.pullback(IMAGES, gradient), large.pullback(IMAGES, gradient));
  });
});

Deno.test("an ensemble needs members that take the same images and pull back gradients", async () => {
  await withMembers(0.8, ([member]) => {
    assertThrows(() => ensemble([], "logits"), RangeError, "expected equal");
    const { inputs, classes, parameters } = member!;
    const without: Model = {
      inputs,
      classes,
      parameters,
      answers: (x) => member!.answers(x),
      losses: (x, labels) => member!.losses(x, labels),
      inputGradient: (x, labels) => member!.inputGradient(x, labels),
    };
    assertThrows(() => ensemble([without], "logits"), TypeError, "pull back");
  });
});
