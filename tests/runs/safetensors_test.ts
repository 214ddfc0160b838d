import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { DataError } from "../../src/errors.ts";
import { decodeSafetensors, encodeSafetensors, type StoredTensors } from "../../src/runs/safetensors.ts";
import { bitwise } from "../support/compare.ts";

const SMALL: StoredTensors = {
  "y/W": { shape: [2, 3], values: new Float32Array([1, -0, NaN, Infinity, 1e-45, -3.5]) },
  "y/b": { shape: [3], values: new Float32Array([0.1, 0.2, 0.3]) },
};

/** A file with this header, as text, and this many bytes of data. */
function fileWith(header: string, data = 0): Uint8Array {
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** The decoded tensors, or undefined where the file is refused as damaged; anything else is thrown. */
function decodeOrRefuse(bytes: Uint8Array): StoredTensors | undefined {
  try {
    return decodeSafetensors(bytes, "file");
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    assertStringIncludes(error.message, "Cannot read file: ");
    assert(!error.message.includes("\n"), error.message);
    return undefined;
  }
}

Deno.test("safetensors survive encoding and decoding to the bit, in their order", () => {
  const back = decodeSafetensors(encodeSafetensors(SMALL), "file");
  assertEquals(Object.keys(back), Object.keys(SMALL));
  for (const [name, { shape, values }] of Object.entries(SMALL)) {
    assertEquals(back[name]!.shape, shape);
    bitwise(back[name]!.values, values);
  }
});

Deno.test("safetensors hold scalars, empty tensors, no tensor at all, and names beyond ASCII", () => {
  const odd: StoredTensors = {
    "scalar": { shape: [], values: new Float32Array([7]) },
    "empty": { shape: [0, 5], values: new Float32Array() },
    "ε → 1/4": { shape: [1], values: new Float32Array([0.25]) },
  };
  for (const tensors of [odd, {}]) {
    const bytes = encodeSafetensors(tensors);
    assertEquals(decodeSafetensors(bytes, "file"), tensors);
    assertEquals(new DataView(bytes.buffer).getBigUint64(0, true) % 8n, 0n);
  }
});

Deno.test("safetensors are decoded from a view that starts anywhere in its buffer", () => {
  const bytes = encodeSafetensors(SMALL);
  const shifted = new Uint8Array(bytes.length + 3);
  shifted.set(bytes, 3);
  assertEquals(decodeSafetensors(shifted.subarray(3), "file"), decodeSafetensors(bytes, "file"));
});

Deno.test("safetensors cut off anywhere are refused", () => {
  const bytes = encodeSafetensors(SMALL);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeSafetensors(bytes.subarray(0, length), "file"), DataError, "Cannot read file");
  }
});

Deno.test("safetensors with any one byte changed are other tensors or refused, and never anything else", () => {
  const bytes = encodeSafetensors(SMALL);
  let refused = 0;
  for (let at = 0; at < bytes.length; at++) {
    for (const flip of [0x01, 0x10, 0x80, 0xff]) {
      const other = bytes.slice();
      other[at]! ^= flip;
      const tensors = decodeOrRefuse(other);
      if (tensors === undefined) refused++;
      for (const { shape, values } of Object.values(tensors ?? {})) {
        assertEquals(values.length, shape.reduce((a, b) => a * b, 1));
      }
    }
  }
  assert(refused > bytes.length, `only ${refused} refused`);
});

Deno.test("safetensors whose header claims gigabytes are refused before anything is allocated", () => {
  for (const claim of [2n ** 20n + 1n, 2n ** 32n, 2n ** 53n, 2n ** 64n - 1n]) {
    const bytes = encodeSafetensors(SMALL);
    new DataView(bytes.buffer).setBigUint64(0, claim, true);
    assertThrows(() => decodeSafetensors(bytes, "file"), DataError, "the header claims");
  }
});

Deno.test("safetensors with a tensor named __proto__ have it as a name like any other", () => {
  const entry = '{"dtype":"F32","shape":[1],"data_offsets":[0,4]}';
  const tensors = decodeSafetensors(fileWith(`{"__proto__":${entry}}`, 4), "file");
  assertEquals(Object.keys(tensors), ["__proto__"]);
  assertEquals(Object.getPrototypeOf(tensors), Object.prototype);
  assertEquals(({} as Record<string, unknown>)["shape"], undefined);
  assertEquals(decodeSafetensors(encodeSafetensors(tensors), "file"), tensors);
});

Deno.test("safetensors whose header is no description of float32 tensors are refused", () => {
  const entry = (changes: object) =>
    JSON.stringify({ w: { dtype: "F32", shape: [1], data_offsets: [0, 4], ...changes } });
  assertEquals(decodeOrRefuse(fileWith(entry({}), 4))?.["w"]?.values.length, 1);
  const headers = [
    "",
    "null",
    "[]",
    "7",
    "{",
    '{"w":null}',
    '{"w":[]}',
    '{"__metadata__":{"a":"b"}}',
    entry({ dtype: "F64" }),
    entry({ shape: [2] }),
    entry({ shape: [-1] }),
    entry({ shape: [0.5] }),
    entry({ shape: "1" }),
    entry({ shape: [2 ** 30, 2 ** 30] }),
    entry({ shape: Array(9).fill(1) }),
    entry({ data_offsets: [4, 8] }),
    entry({ data_offsets: [4, 0] }),
    entry({ data_offsets: [-4, 0] }),
    entry({ data_offsets: [0] }),
    entry({ data_offsets: [0, "4"] }),
    entry({ data_offsets: null }),
  ];
  for (const header of headers) assertEquals(decodeOrRefuse(fileWith(header, 4)), undefined, header);
});
