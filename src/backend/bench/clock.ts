/** The one clock of the benchmarks. */
export function milliseconds(): number {
  // deno-lint-ignore determinism/no-ambient -- times are what a benchmark reports; no number of a run depends on them
  return performance.now();
}
