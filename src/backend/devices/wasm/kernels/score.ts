// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Totals over rows, added in row order by a single thread, so that neither threads nor the size of an evaluation
 * batch can be seen in a sum: count, errors, loss, confidence, confidence on errors (float64 each).
 */
import { Score } from "./generated/records";
import { take } from "./threads";

export function score(pc: usize): void {
  if (take(pc) != 0) return;
  const o = changetype<Score>(pc), totals = o.totals;
  const rows = load<i32>(o.rows);
  let errors = load<f64>(totals, 8), loss = load<f64>(totals, 16);
  let confidence = load<f64>(totals, 24), onErrors = load<f64>(totals, 32);
  for (let r = 0; r < rows; r++) {
    const own = load<f64>(o.confidences + (<usize> r << 3));
    if (load<i32>(o.predictions + (<usize> r << 2)) != load<i32>(o.labels + (<usize> r << 2))) {
      errors += 1;
      onErrors += own;
    }
    loss += load<f64>(o.losses + (<usize> r << 3));
    confidence += own;
  }
  store<f64>(totals, load<f64>(totals) + <f64> rows);
  store<f64>(totals, errors, 8);
  store<f64>(totals, loss, 16);
  store<f64>(totals, confidence, 24);
  store<f64>(totals, onErrors, 32);
}
