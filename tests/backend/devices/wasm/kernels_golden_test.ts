/**
 * Golden digests of the kernel pack, made by golden/steps.ts; golden/arm64.sh shows that an ARM processor gives the
 * same. A digest may change only together with the integer of the numerics that the change belongs to.
 */
import { assertEquals } from "@std/assert";
import { ReferenceDevice } from "../../../../src/backend/devices/reference/reference_device.ts";
import { GOLDEN_CASES, goldenDigest } from "./golden/steps.ts";

const GOLDEN: Readonly<Record<string, string>> = {
  "maxout, clean rows": "ecc4c46837ae9a288094aefccfb155be831da6c3cdeebe4dcb3aa92eb574dbf2",
  "maxout, half fast gradient sign rows": "c10aef1369d089602b9e51362183e6062908a17dcb34c7d5ac75f46fadbc681c",
  "maxout with sigmoid outputs, uniform noise":
    "f509d6031f138a1e7fdb9b9390e707c53e47d36ec4ed115b01de7d909a85ba54",
  "softmax regression, sign noise": "58f60b147a1eae4b63744d3f9bb6b10748de024a73e3895a5592632219527a36",
  "logistic regression": "5393eebbec34fd465341821662c9ce047fbd0f904c038a224a50d6c02f6913f4",
  "rectified linear units, half fast gradient sign rows":
    "4fcaf637692f3b92628baf49d7df7845dab9c9eb8377cd2e12f6a80b5de4cb0b",
  "sigmoid units, their first layer turned":
    "6e8a8c889b20f31a6c0fb3593109544f5116e8f5535a2c574e43550f6544f410",
  "maxout, signs added to the last hidden layer":
    "a3e14de18508178ecf796af4c3b9dde4fcb79a41f8391430b95a146cf7efb71a",
  "maxout, half rubbish": "4baafe5f867c440df534fb2b3440b5920f34a97e7aba40f586cdd32a1356caba",
  "maxout, a differentiable scaled step": "84b9b452b9d4fd87c4f7c41f21d9370d7c2af90cba81daf8bca6444921a73476",
  "maxout, a differentiable rotation": "7515e9dc481b97918ed20583c66deaa095803edb4d37e5015d739efbef07e059",
};

for (const own of GOLDEN_CASES) {
  Deno.test(`training and evaluation give the golden bits on 1, 2, 3 and 8 threads: ${own.name}`, async () => {
    for (const threads of [1, 2, 3, 8]) assertEquals(await goldenDigest(own, threads), GOLDEN[own.name]);
  });

  Deno.test(`the plain loops of the reference device give the same golden bits: ${own.name}`, async () => {
    using device = new ReferenceDevice();
    assertEquals(await goldenDigest(own, device), GOLDEN[own.name]);
  });
}
