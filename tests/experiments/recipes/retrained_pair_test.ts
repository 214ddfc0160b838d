import { assertEquals } from "@std/assert";
import { enlargedNetwork } from "../../../src/experiments/enlarged_network.ts";
import { earlyStopping } from "../../../src/experiments/early_stopping.ts";
import { validationCurves } from "../../../src/experiments/validation_curves.ts";

const MNIST = { inputs: 784, height: 28, width: 28, channels: 1, classes: 10, train: 60_000, test: 10_000 };

Deno.test("naive nets are selected by the clean error, adversarially trained ones by the adversarial error", () => {
  const models = earlyStopping.plan("full", MNIST).models(0);
  const stops = Object.values(models).map(({ monitor }) => monitor?.stop);
  assertEquals(stops, [
    { on: "clean", patience: 100 },
    undefined,
    { on: "adversarial", patience: 100 },
    undefined,
  ]);
  assertEquals(Object.values(models).map(({ data }) => data.to), [50_000, 60_000, 50_000, 60_000]);
  assertEquals(models.adversarial.recipe.epochs, { from: "adversarial_selected", field: "bestEpoch" });
  assertEquals(models.adversarial_selected.recipe.epochs, 500);
});

Deno.test("the enlarged network differs in its units alone", () => {
  const small = earlyStopping.plan("full", MNIST).models(3);
  const widened = Object.entries(small).map(([role, spec]) => {
    const architecture = { ...spec.architecture, units: [1600, 1600] };
    return [role, { ...spec, architecture }];
  });
  assertEquals<unknown>(enlargedNetwork.plan("full", MNIST).models(3), Object.fromEntries(widened));
});

Deno.test("in full the curves come from the training that early stopping selects by", () => {
  const { adversarial } = validationCurves.plan("full", MNIST).models(1);
  assertEquals(adversarial, earlyStopping.plan("full", MNIST).models(1).adversarial_selected);
  assertEquals(validationCurves.plan("standard", MNIST).models(1).adversarial.monitor?.stop, undefined);
});
