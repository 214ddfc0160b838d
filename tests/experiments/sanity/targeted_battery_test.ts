/** Each check of the battery passes for a step towards a class and fails for one that is broken in just that way. */
import { assertEquals } from "@std/assert";
import { probabilityStepAttack, type StepAttack, targetedFgsmAttack } from "../../../src/attacks/mod.ts";
import { targetedBattery } from "../../../src/experiments/sanity/targeted_battery.ts";
import { type Architecture, initialise, NetworkModel } from "../../../src/models/mod.ts";
import { Rng } from "../../../src/random/mod.ts";
import { withEngine } from "../../support/engine.ts";

const SOFTMAX: Architecture = { type: "softmax", inputs: 784, classes: 10 };
const MAXOUT: Architecture = { type: "maxout", inputs: 784, classes: 10, units: [32, 32], pieces: 5 };
const STEPS = [
  targetedFgsmAttack({ epsilon: 0.25, gradient: "direction" }),
  probabilityStepAttack({ epsilon: 1 }),
];

const IDENTITY = "size 0 is the";
const SIZE = "the step has its";
const LOSS = "the mean loss of";
const REACH = "it reaches its target";
const GRADIENT = "the gradient is not";

/** The checks that fail on a random network, by their first words. */
async function failures(attack: StepAttack, architecture: Architecture = SOFTMAX): Promise<string[]> {
  let failed: string[] = [];
  await withEngine((engine) => {
    using model = new NetworkModel(
      engine,
      architecture,
      initialise(architecture, 0.05, Rng.fromSeed(1)),
    );
    failed = targetedBattery("net", model, attack, Rng.fromSeed(0))
      .filter(({ holds }) => !holds).map(({ check }) => check.split(" ").slice(0, 4).join(" "));
  });
  return failed;
}

/** The attack with its step's images passed through `change`. */
function broken(
  attack: StepAttack,
  change: (moved: Float32Array, x: Float32Array, epsilon: number) => Float32Array,
): StepAttack {
  return {
    ...attack,
    steps(model, x, targets) {
      const steps = attack.steps(model, x, targets);
      return (epsilon) => change(steps(epsilon), steps(0), epsilon);
    },
  };
}

for (const attack of STEPS) {
  Deno.test(`every check holds for the ${attack.name}`, async () => {
    assertEquals(await failures(attack), []);
  });

  Deno.test(`the ${attack.name} is found out with the wrong sign`, async () => {
    const away = broken(attack, (moved, x) => moved.map((v, j) => 2 * x[j]! - v));
    // its size is right but for rounding, which is another check's matter
    const excess: StepAttack["excess"] = () => ({ deviation: 0, allowed: 0 });
    assertEquals(await failures({ ...away, excess }), [LOSS, REACH]);
  });

  Deno.test(`the ${attack.name} is found out where it stays in its place`, async () => {
    assertEquals(await failures(broken(attack, (_moved, x) => x)), [SIZE, LOSS, REACH]);
  });

  Deno.test(`the ${attack.name} is found out with another size`, async () => {
    const longer = broken(attack, (moved, x) => moved.map((v, j) => x[j]! + 1.001 * (v - x[j]!)));
    assertEquals(await failures(longer), [SIZE]);
  });

  Deno.test(`the ${attack.name} is found out where size 0 changes the sign of one zero`, async () => {
    const flipped = broken(attack, (moved, _x, epsilon) => {
      if (epsilon === 0) moved[0] = -moved[0]!;
      return moved;
    });
    assertEquals(await failures(flipped), [IDENTITY]);
  });

  Deno.test(`the ${attack.name} is found out where it does no better than a random step`, async () => {
    const control: StepAttack["control"] = (_x, moved) => moved;
    assertEquals(await failures({ ...attack, control }), [REACH]);
  });
}

Deno.test("every check holds on a maxout network, at the sizes that the experiment uses", async () => {
  for (
    const attack of [
      targetedFgsmAttack({ epsilon: 0.25, gradient: "direction" }),
      probabilityStepAttack({ epsilon: 100 }),
    ]
  ) {
    assertEquals(await failures(attack, MAXOUT), []);
  }
});

Deno.test("the random control of the probability's step has its length, image by image", async () => {
  await withEngine((engine) => {
    using model = new NetworkModel(engine, SOFTMAX, initialise(SOFTMAX, 0.05, Rng.fromSeed(1)));
    const attack = probabilityStepAttack({ epsilon: 1 });
    const steps: StepAttack["steps"] = (net, x, targets) => {
      const own = attack.steps(net, x, targets);
      return (epsilon) =>
        epsilon === 0 ? own(0) : attack.control(own(0), own(epsilon), net.inputs, Rng.fromSeed(3));
    };
    const failed = targetedBattery("net", model, { ...attack, steps }, Rng.fromSeed(0))
      .filter(({ holds }) => !holds).map(({ check }) => check.split(" ").slice(0, 4).join(" "));
    assertEquals(failed.includes(SIZE), false);
  });
});

Deno.test("a dead gradient towards a class is found out", async () => {
  await withEngine((engine) => {
    const weights = new Float32Array(7840);
    for (let k = 0; k < 10; k++) weights[10 * 400 + k] = k;
    using model = new NetworkModel(engine, SOFTMAX, { "y/W": weights, "y/b": new Float32Array(10) });
    const rows = targetedBattery(
      "net",
      model,
      targetedFgsmAttack({ epsilon: 0.25, gradient: "direction" }),
      Rng.fromSeed(0),
    );
    const dead = rows.find(({ check }) => check.startsWith(GRADIENT))!;
    assertEquals([dead.holds, dead.value], [false, 100 * 783 / 784]);
  });
});
