/**
 * The one place in `src/` that reads a clock: for progress, for the age of abandoned files and for what is recorded
 * of a moment, never for a number.
 */

// deno-lint-ignore-file determinism/no-ambient

/** Milliseconds since the process began. */
export function elapsed(): number {
  return performance.now();
}

/** The date and time in ISO 8601. */
export function timestamp(): string {
  return new Date().toISOString();
}

/** The moment `milliseconds` ago. */
export function ago(milliseconds: number): Date {
  return new Date(Date.now() - milliseconds);
}
