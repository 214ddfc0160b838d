/**
 * Progress on standard error: on a terminal one line that is redrawn, elsewhere a line per finished run; each with
 * the time gone and the time left, estimated from the work done so far.
 */
import type { PlannedRun } from "../planning/plan.ts";
import { elapsed } from "../project/clock.ts";
import { writeStderr } from "./stderr.ts";
import { screen } from "./terminal.ts";

/** "7 s", "3 min 05 s" or "2 h 10 min". */
export function timeText(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** Where progress is written. */
export interface ProgressOptions {
  readonly write: (text: string) => void;
  /** Whether lines can be redrawn. */
  readonly terminal: boolean;
  readonly columns: number;
  readonly clock: () => number;
  readonly threads: number;
}

/** The progress of a plan of runs. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #started: number;
  #total = 0;
  #runs = 0;
  #ended = 0;
  #done = 0;
  /** Work found in the store, which says nothing about the speed. */
  #stored = 0;
  readonly #shares = new Map<string, number>();
  #drawn = false;
  readonly #written = new Set<string>();
  #firstRun: number | undefined;

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#started = options.clock();
  }

  /** Tells how much there is to do; runs with a key in `stored` take no time. */
  plan(runs: readonly PlannedRun[], stored: ReadonlySet<string> = new Set()): void {
    this.#total = runs.reduce((sum, { seconds }) => sum + seconds, 0);
    this.#runs = runs.length;
    for (const { key, seconds } of runs) {
      if (!stored.has(key)) continue;
      this.#ended++;
      this.#shares.set(key, 1);
      this.#done += seconds;
      this.#stored += seconds;
    }
  }

  /** A run has reached the share `done` of its work. */
  update(run: PlannedRun, done: number, note: string): void {
    this.#firstRun ??= this.#options.clock();
    const share = this.#shares.get(run.key) ?? 0;
    this.#done += Math.max(0, done - share) * run.seconds;
    this.#shares.set(run.key, Math.max(share, done));
    this.#draw(`${run.label}, seed ${run.seed}: ${note}`);
  }

  /** A run has ended: `what` says how. */
  end(run: PlannedRun, what: string): void {
    this.update(run, 1, what);
    this.#ended++;
    this.line(`[${this.#ended}/${this.#runs}] ${run.label}, seed ${run.seed}: ${what} (${this.#times()})`);
  }

  /** Writes a line of its own. */
  line(text: string): void {
    this.#clear();
    this.#options.write(text + "\n");
  }

  /** Writes a line of its own, unless the same was written before. */
  once(text: string): void {
    if (this.#written.has(text)) return;
    this.#written.add(text);
    this.line(text);
  }

  /** Shows on a terminal what is going on before there are runs; elsewhere nothing. */
  status(text: string): void {
    if (!this.#options.terminal) return;
    this.#clear();
    this.#options.write(text.slice(0, this.#options.columns - 1));
    this.#drawn = true;
  }

  /** Takes the redrawn line away. */
  finish(): void {
    this.#clear();
  }

  #times(): string {
    const now = this.#options.clock();
    const computed = this.#done - this.#stored;
    const elapsed = now - (this.#firstRun ?? now);
    const typical = this.#options.threads / 1000;
    // the tabled costs count like ten seconds of measurement, so that the first estimates are not wild
    const speed = (computed + typical * 10_000) / (elapsed + 10_000);
    return `${timeText(now - this.#started)}, about ${timeText((this.#total - this.#done) / speed)} left`;
  }

  #draw(note: string): void {
    if (!this.#options.terminal) return;
    const width = 20;
    const filled = Math.min(width, Math.round(width * this.#done / this.#total));
    const bar = "█".repeat(filled) + "░".repeat(width - filled);
    const text = `${bar} ${this.#times()} · ${note}`;
    this.#options.write(`\r\x1b[2K${text.slice(0, this.#options.columns - 1)}`);
    this.#drawn = true;
  }

  #clear(): void {
    if (this.#drawn) this.#options.write("\r\x1b[2K");
    this.#drawn = false;
  }
}

/** Progress on standard error, redrawn where that is a terminal. */
export function terminalProgress({ quiet, threads }: { quiet: boolean; threads: number }): Progress {
  return new Progress({ write: quiet ? () => {} : writeStderr, ...screen(), clock: elapsed, threads });
}
