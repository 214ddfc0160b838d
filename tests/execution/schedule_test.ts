/** The scheduler as a table: runs in, the order of events out, on an executor that computes nothing. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { DataError, type HarnessingError, InterruptedError, PlatformError } from "../../src/errors.ts";
import type { Executor, FinishedRun, Worker } from "../../src/execution/executor.ts";
import { type RunEvent, schedule, type ScheduleOptions } from "../../src/execution/schedule.ts";
import type { PlannedRun } from "../../src/planning/plan.ts";
import { MEASURE, TRAIN } from "../runs/support.ts";
import { MNIST_IDENTITY } from "../datasets/support.ts";

const DONE: FinishedRun = {
  outcome: { kind: "measure", measurement: { metrics: {}, tables: {} }, sanity: [], metricsSha256: "" },
  coreSeconds: 1,
  notices: [],
};

/** "t:a" is the training a; "m:b<a,c" a measurement b after a and c. */
function parse(word: string): PlannedRun {
  const [, kind, key, after] = /^(t|m):(\w+)(?:<([\w,]+))?$/.exec(word)!;
  const spec = kind === "t" ? TRAIN : MEASURE;
  return {
    key: key!,
    label: key!,
    seed: 0,
    spec,
    dataset: MNIST_IDENTITY,
    after: after?.split(",") ?? [],
    seconds: 1,
  };
}

interface Fake {
  /** What becomes of a run; default: it finishes after a turn of the event loop. */
  readonly run?: (key: string) => Promise<FinishedRun>;
  /** Keys after which a worker is of no use. */
  readonly fatal?: readonly string[];
}

/** An executor that tells how many workers were started, closed and killed. */
function fake({ run = () => Promise.resolve(DONE), fatal = [] }: Fake = {}) {
  const count = { started: 0, closed: 0, killed: 0 };
  const executor: Executor = {
    start: () => {
      count.started++;
      const worker = {
        usable: true,
        async run({ key }: PlannedRun, _threads: number, onProgress: (done: number, note: string) => void) {
          onProgress(0.5, "half");
          await new Promise((resolve) => setTimeout(resolve));
          if (fatal.includes(key)) worker.usable = false;
          return await run(key);
        },
        close: () => Promise.resolve(void count.closed++),
        kill: () => void count.killed++,
      };
      return Promise.resolve(worker as Worker);
    },
  };
  return { executor, count };
}

const OPTIONS: ScheduleOptions = {
  ...{ threads: 1, jobs: 1, maxThreads: 64 },
  signal: new AbortController().signal,
  expired: () => false,
};

function tell(event: RunEvent): string {
  switch (event.type) {
    case "started":
      return `${event.run.key} on ${event.threads}`;
    case "progressed":
      return `${event.run.key} ${event.done}`;
    case "finished":
      return `${event.run.key} finished`;
    case "failed":
      return `${event.run.key} failed: ${event.error.message}`;
    case "skipped":
      return `${event.run.key} skipped`;
  }
}

async function told(words: string, executor: Executor, options: Partial<ScheduleOptions> = {}) {
  const runs = words.split(" ").filter((word) => word !== "").map(parse);
  const events = await Array.fromAsync(schedule(runs, executor, { ...OPTIONS, ...options }));
  return events.filter(({ type }) => type !== "progressed").map(tell);
}

const failing = (...keys: string[]) => (key: string) =>
  keys.includes(key) ? Promise.reject(new DataError(`no ${key}`)) : Promise.resolve(DONE);

Deno.test("schedule() starts a run when its parents are finished, in the order given otherwise", async () => {
  const { executor, count } = fake();
  assertEquals(await told("m:b<a t:a m:c", executor), [
    ...["a on 1", "a finished", "b on 1", "b finished", "c on 1", "c finished"],
  ]);
  assertEquals(count, { started: 1, closed: 1, killed: 0 });
});

Deno.test("schedule() of no runs starts no worker", async () => {
  const { executor, count } = fake();
  assertEquals(await told("", executor), []);
  assertEquals(count.started, 0);
});

Deno.test("schedule() takes a parent that is not among the runs for finished", async () => {
  assertEquals(await told("m:b<elsewhere", fake().executor), ["b on 1", "b finished"]);
});

Deno.test("schedule() gives each run its share of the threads, and the last run all that are free", async () => {
  const table: [string, Partial<ScheduleOptions>, string[]][] = [
    ["t:a t:b", { threads: 4, jobs: 2 }, ["a on 2", "b on 2"]],
    ["t:a", { threads: 4, jobs: 2 }, ["a on 4"]],
    ["t:a", { threads: 8, jobs: 1, maxThreads: 6 }, ["a on 6"]],
    ["m:a m:b m:c", { threads: 3, jobs: 2 }, ["a on 1", "b on 1", "c on 2"]],
    ["t:a t:b", { threads: 1, jobs: 4 }, ["a on 1", "b on 1"]],
  ];
  for (const [words, options, expected] of table) {
    const events = await told(words, fake().executor, options);
    assertEquals(events.filter((each) => each.includes(" on ")), expected);
  }
});

Deno.test("schedule() keeps as many workers as runs side by side, and no more than there are runs", async () => {
  for (const [words, jobs, started] of [["t:a t:b t:c", 2, 2], ["t:a", 4, 1]] as const) {
    const { executor, count } = fake();
    await told(words, executor, { threads: 4, jobs });
    assertEquals([count.started, count.closed], [started, started]);
  }
});

Deno.test("schedule() drops what needs a failed run, however far below, and does the rest", async () => {
  const { executor } = fake({ run: failing("a") });
  assertEquals(await told("t:a t:b<a m:c<b m:d", executor), [
    ...["a on 1", "a failed: no a", "b failed: no a", "c failed: no a"],
    ...["d on 1", "d finished"],
  ]);
});

Deno.test("schedule() gives the last training all threads also after others failed", async () => {
  const { executor } = fake({ run: failing("a") });
  const events = await told("t:a t:b", executor, { threads: 4, jobs: 2 });
  assert(events.includes("b on 2")); // it started beside a
  const later = await told("t:a m:x<a t:b<y t:y", executor, { threads: 2, jobs: 1 });
  assertEquals(later.at(-2), "b on 2");
});

Deno.test("schedule() replaces a worker that did not survive its run", async () => {
  const { executor, count } = fake({ run: failing("a"), fatal: ["a"] });
  assertEquals((await told("m:a m:b", executor)).at(-1), "b finished");
  assertEquals(count.started, 2);
});

Deno.test("schedule() starts nothing after the budget, and says of each run that it is skipped", async () => {
  let runs = 0;
  const { executor } = fake({ run: () => Promise.resolve((runs++, DONE)) });
  const expired = () => runs >= 1;
  assertEquals(await told("m:a m:b m:c", executor, { expired }), [
    ...["a on 1", "a finished", "b skipped", "c skipped"],
  ]);
});

Deno.test("schedule() ends with the error of a worker that cannot start", async () => {
  const executor: Executor = { start: () => Promise.reject(new PlatformError("no SIMD")) };
  await assertRejects(() => told("m:a", executor), PlatformError, "no SIMD");
});

Deno.test("schedule() kills its workers when it is interrupted, and waits for nothing", async () => {
  const controller = new AbortController();
  const { executor, count } = fake({
    run: () => {
      controller.abort();
      return Promise.reject(new InterruptedError("Ctrl-C"));
    },
  });
  await assertRejects(
    () => told("m:a m:b", executor, { signal: controller.signal, threads: 2, jobs: 2 }),
    InterruptedError,
  );
  assertEquals(count.killed, count.started);
});

Deno.test("schedule() stops when nobody listens any more", async () => {
  const { executor, count } = fake({
    run: () => new Promise((resolve) => setTimeout(() => resolve(DONE), 20)),
  });
  for await (const _event of schedule(["m:a", "m:b", "m:c"].map(parse), executor, OPTIONS)) break;
  assertEquals([count.started, count.killed], [1, 1]);
});

Deno.test("schedule() tells progress between start and end", async () => {
  const events = await Array.fromAsync(schedule([parse("m:a")], fake().executor, OPTIONS));
  assertEquals(events.map(tell), ["a on 1", "a 0.5", "a finished"]);
});

Deno.test("an error of a run reaches the event as it is", async () => {
  const error: HarnessingError = new DataError("as it is");
  const { executor } = fake({ run: () => Promise.reject(error) });
  const events = await Array.fromAsync(schedule([parse("m:a")], executor, OPTIONS));
  assert(events.some((event) => event.type === "failed" && event.error === error));
});
