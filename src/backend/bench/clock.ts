/** The one clock of the benchmarks, in milliseconds. */
export function milliseconds(): number {
  // deno-lint-ignore determinism/no-ambient -- times are what a benchmark reports; no number of a run depends on them
  return performance.now();
}

/** Best of `runs` times of `work`, in milliseconds. */
export function bestOf(runs: number, work: () => void): number {
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = milliseconds();
    work();
    best = Math.min(best, milliseconds() - start);
  }
  return best;
}
