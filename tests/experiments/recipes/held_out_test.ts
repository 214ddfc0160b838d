import { assertEquals } from "@std/assert";
import { retrained, watched } from "../../../src/experiments/recipes/held_out.ts";
import { adversarialMaxout } from "../../../src/experiments/recipes/maxout.ts";

const MNIST = { inputs: 784, height: 28, width: 28, channels: 1, classes: 10, train: 60_000, test: 10_000 };
const PLAIN = adversarialMaxout("full", MNIST, 0);

Deno.test("watched() trains on the first 50,000 images of MNIST as before and looks at the last 10,000", () => {
  const { monitor, ...rest } = watched(PLAIN, MNIST, { on: "adversarial", patience: 100 });
  assertEquals(rest, PLAIN);
  assertEquals(monitor, {
    epsilon: 0.25,
    gradient: "float32",
    data: { split: "train", from: 50_000, to: 60_000, classes: null },
    stop: { on: "adversarial", patience: 100 },
  });
  assertEquals(Object.hasOwn(watched(PLAIN, MNIST).monitor!, "stop"), false);
});

Deno.test("watched() holds out images of a smaller data set too", () => {
  const { data, monitor } = watched(PLAIN, { ...MNIST, train: 2000 });
  assertEquals([data.to, monitor!.data.from, monitor!.data.to], [1667, 1667, 2000]);
});

Deno.test("retrained() takes all images, the epochs of another run, and watches nothing", () => {
  const chosen = watched(PLAIN, MNIST, { on: "adversarial", patience: 100 });
  const { recipe, data } = PLAIN;
  assertEquals(retrained(chosen, MNIST, "chosen"), {
    ...PLAIN,
    data: { ...data, to: 60_000 },
    recipe: { ...recipe, epochs: { from: "chosen", field: "bestEpoch" } },
  });
});
