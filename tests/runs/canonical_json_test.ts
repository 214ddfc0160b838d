import { assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { canonicalJson, type Json } from "../../src/runs/canonical_json.ts";

Deno.test("canonicalJson() sorts keys at every depth and writes no space", () => {
  assertEquals(
    canonicalJson({ b: { z: 1, a: [{ y: null, x: true }] }, a: "ε" }),
    '{"a":"ε","b":{"a":[{"x":true,"y":null}],"z":1}}',
  );
});

Deno.test("canonicalJson() sorts keys by UTF-16 code units and not by a language", () => {
  assertEquals(canonicalJson({ ä: 1, z: 2, Z: 3, 10: 4, 9: 5 }), '{"10":4,"9":5,"Z":3,"z":2,"ä":1}');
});

Deno.test("canonicalJson() is read back by JSON.parse() as the same value", () => {
  const value: Json = [0.1, 1e21, 5e-324, -1.5, 'a\n"\\\u2028', [], {}, { "": [false] }];
  assertEquals(JSON.parse(canonicalJson(value)), value);
});

Deno.test("canonicalJson() tells a list from its only element and a number from its text", () => {
  assertNotEquals(canonicalJson([1]), canonicalJson(1));
  assertNotEquals(canonicalJson("1"), canonicalJson(1));
});

Deno.test("canonicalJson() refuses what JSON cannot hold, however deep", () => {
  for (const bad of [undefined, NaN, Infinity, -Infinity, () => 0, Symbol("s"), 1n]) {
    for (const value of [bad, [bad], { a: bad }, { a: [{ b: bad }] }]) {
      assertThrows(() => canonicalJson(value as Json), TypeError, "Cannot write as JSON");
    }
  }
  assertThrows(() => canonicalJson(new Array(3) as Json), TypeError, "Cannot write as JSON");
});
