/**
 * Which reading of the gradient is which software's: the gradients by the logits that Theano 1.0.5 computed in float32 on a
 * CPU, of pylearn2's cost of a softmax layer (a difference of logits and log-sum-exp) and of the fused cross-entropy, for
 * leads of the label from -3 to 80 nats (theano_gradients.csv). Theano and pylearn2 were run for this file, not guessed.
 */
import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv";
import { deviceImages } from "../../src/backend/networks/device_images.ts";
import { withNetwork } from "../backend/support.ts";

interface Row {
  readonly lead: number;
  readonly label: number;
  readonly logits: readonly number[];
  /** pylearn2's cost. */
  readonly difference: readonly number[];
  readonly fused: readonly number[];
}

const text = await Deno.readTextFile(new URL("theano_gradients.csv", import.meta.url));
const ROWS: readonly Row[] = parse(text, { skipFirstRow: true }).map((row) => {
  const numbers = (prefix: string) => Array.from({ length: 10 }, (_, k) => Number(row[`${prefix}${k}`]));
  return {
    ...{ lead: Number(row["lead"]), label: Number(row["label"]), logits: numbers("z") },
    ...{ difference: numbers("difference_cost_"), fused: numbers("fused_cost_") },
  };
});

/** The gradients by the logits of all rows, on our kernels: the logits are the inputs of a layer with the identity. */
function gradients(kind: "exact" | "float32"): Promise<Float32Array[]> {
  return withNetwork(1, { inputs: 10, hidden: [], classes: 10 }, (network, device) => {
    const W = Float32Array.from({ length: 100 }, (_, i) => i % 11 === 0 ? 1 : 0);
    network.load({ "y/W": W, "y/b": new Float32Array(10) });
    const logits = Float32Array.from(ROWS.flatMap((row) => row.logits));
    using data = deviceImages(device, logits, 10, ROWS.map(({ label }) => label));
    using evaluation = network.evaluation(data);
    const all = evaluation.inputGradients({}, kind);
    return ROWS.map((_, r) => all.slice(10 * r, 10 * r + 10));
  });
}

const [EXACT, FLOAT32] = [await gradients("exact"), await gradients("float32")];

Deno.test("pylearn2's cost of a softmax layer gives the exact gradient at the label, however sure the model is", () => {
  assert(ROWS.length >= 10 && ROWS.some(({ lead }) => lead >= 50));
  for (const [r, row] of ROWS.entries()) {
    const found = EXACT[r]![row.label]!, theirs = row.difference[row.label]!;
    assert(Math.abs(found / theirs - 1) < 2e-5, `lead ${row.lead}: ${found}, Theano ${theirs}`);
    assert(found < 0 && theirs < 0);
  }
});

Deno.test("Theano's fused cross-entropy rounds the probability first: 0 at the label from a lead of 20 nats on, as float32", () => {
  for (const [r, row] of ROWS.entries()) {
    const found = FLOAT32[r]![row.label]!, theirs = row.fused[row.label]!;
    assert(Math.abs(found - theirs) <= 2 ** -22, `lead ${row.lead}: ${found}, Theano ${theirs}`);
    if (row.lead >= 20) assertEquals([Math.abs(found), Math.abs(theirs)], [0, 0]);
  }
});

Deno.test("at the other classes both costs and both readings agree", () => {
  for (const [r, row] of ROWS.entries()) {
    const [exact, float32] = [EXACT[r]!, FLOAT32[r]!];
    row.logits.forEach((_, k) => {
      if (k === row.label) return;
      assertEquals(exact[k], float32[k]);
      for (const theirs of [row.difference[k]!, row.fused[k]!]) {
        assert(Math.abs(exact[k]! - theirs) <= 2e-5 * Math.abs(theirs), `lead ${row.lead}, class ${k}`);
      }
    });
  }
});
