import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Progress, timeText } from "../../src/cli/progress.ts";
import type { PlannedRun } from "../../src/planning/plan.ts";
import { TRAIN } from "../runs/support.ts";
import { MNIST_IDENTITY } from "../datasets/support.ts";

/** A run that takes `seconds` on one core. */
function run(key: string, seconds: number): PlannedRun {
  return { key, label: `run ${key}`, seed: 0, spec: TRAIN, dataset: MNIST_IDENTITY, after: [], seconds };
}

/** Progress of runs with a clock that a test sets, and what it wrote. */
function setUp(terminal: boolean, runs: readonly PlannedRun[], columns = 80) {
  const clock = { now: 0 };
  const written: string[] = [];
  const progress = new Progress({
    write: (text) => written.push(text),
    terminal,
    columns,
    clock: () => clock.now,
    threads: 1,
  });
  progress.plan(runs);
  return { progress, clock, written };
}

/** The seconds that a line says are left. */
function secondsLeft(line: string): number {
  const [, minutes = "0", seconds] = /about (?:(\d+) min )?(\d+) s left/.exec(line) ?? [];
  assert(seconds !== undefined, `no time left in: ${line}`);
  return 60 * Number(minutes) + Number(seconds);
}

Deno.test("timeText() writes seconds, minutes and hours", () => {
  const times: [number, string][] = [
    [0, "0 s"],
    [499, "0 s"],
    [7_400, "7 s"],
    [59_600, "1 min 00 s"],
    [185_000, "3 min 05 s"],
    [3_599_900, "1 h 00 min"],
    [7_800_000, "2 h 10 min"],
  ];
  for (const [milliseconds, text] of times) assertEquals(timeText(milliseconds), text);
});

Deno.test("elsewhere than on a terminal, progress is a line per finished run without control characters", () => {
  const [a, b] = [run("a", 10), run("b", 10)];
  const { progress, clock, written } = setUp(false, [a, b]);
  progress.update(a, 0, "started");
  progress.update(a, 0.5, "epoch 1/2");
  assertEquals(written, []);
  clock.now = 10_000;
  progress.end(a, "done");
  progress.end(b, "done");
  progress.finish();
  assertEquals(written.length, 2);
  assertMatch(written[0]!, /^\[1\/2\] run a, seed 0: done \(10 s, about \d+ s left\)\n$/);
  assertMatch(written[1]!, /^\[2\/2\] run b, seed 0: done \(10 s, about 0 s left\)\n$/);
});

Deno.test("on a terminal, progress redraws one line that is never wider than the terminal", () => {
  const a = run("a", 100);
  for (const columns of [80, 40, 20]) {
    const { progress, written } = setUp(true, [a], columns);
    for (let k = 0; k <= 100; k++) progress.update(a, k / 100, `epoch ${k}/100, cost 1.2345, and so on`);
    assertEquals(written.length, 101);
    for (const text of written) {
      assert(text.startsWith("\r\x1b[2K") && !text.includes("\n"));
      assert([...text.slice(5)].length < columns);
    }
    const filled = written.map((text) => text.split("█").length - 1);
    assertEquals([filled[0], Math.max(...filled)], [0, Math.min(20, columns - 1)]);
    assertEquals(filled, filled.toSorted((x, y) => x - y));
  }
});

Deno.test("on a terminal, lines and the end take the bar away first", () => {
  const a = run("a", 10);
  const { progress, written } = setUp(true, [a]);
  progress.update(a, 0.5, "half");
  progress.line("✓ Q2a");
  assertEquals(written.slice(1), ["\r\x1b[2K", "✓ Q2a\n"]);
  progress.line("✓ Q2b");
  assertEquals(written.slice(3), ["✓ Q2b\n"]);
  progress.update(a, 0.6, "more");
  progress.finish();
  assertEquals(written.at(-1), "\r\x1b[2K");
});

Deno.test("the time left starts from the typical speed and follows the measured one", () => {
  const runs = ["a", "b", "c", "d"].map((key) => run(key, 100));
  const { progress, clock, written } = setUp(false, runs);
  progress.update(runs[0]!, 0, "started");
  progress.update(runs[0]!, 0.01, "epoch");
  clock.now = 1000;
  progress.end({ ...run("e", 0) }, "done");
  assert(Math.abs(secondsLeft(written[0]!) - 399) < 40, written[0]);
  // this machine is four times slower than the typical one
  clock.now = 400_000;
  progress.end(runs[0]!, "done");
  assert(Math.abs(secondsLeft(written[1]!) - 1200) < 120, written[1]);
  clock.now = 800_000;
  progress.end(runs[1]!, "done");
  assert(Math.abs(secondsLeft(written[2]!) - 800) < 80, written[2]);
  progress.end(runs[2]!, "done");
  progress.end(runs[3]!, "done");
  assertStringIncludes(written[4]!, "about 0 s left");
});

Deno.test("runs found in the store do not count as speed", () => {
  const runs = ["a", "b", "c"].map((key) => run(key, 60));
  const { progress, clock, written } = setUp(false, runs);
  progress.plan(runs, new Set(["a", "b"]));
  clock.now = 10;
  progress.update(runs[2]!, 0, "started");
  progress.end(run("d", 0), "done");
  assert(Math.abs(secondsLeft(written[0]!) - 60) < 3, written[0]);
});

Deno.test("runs that the store has already take no time in the estimate from the start", () => {
  const [a, b] = [run("a", 1000), run("b", 10)];
  const { progress, clock, written } = setUp(false, [a, b]);
  progress.plan([a, b], new Set(["a"]));
  clock.now = 10;
  progress.end(b, "done");
  assertEquals(secondsLeft(written[0]!), 0);
  assertMatch(written[0]!, /^\[2\/2\] /);
});
