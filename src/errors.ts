/**
 * The errors a user can meet, one class for each exit code of the command line (see README.md, "Exit codes").
 * A message says what was found, what was expected and what to do, in one line, without a final period.
 */

/** An error with a documented exit code. */
export abstract class HarnessingError extends Error {
  /** The exit code of a command that ends with this error. */
  abstract readonly exitCode: number;

  /** The name of the error's own class. */
  override get name(): string {
    return this.constructor.name;
  }
}

/** The command line or an argument is wrong: exit code 2. */
export class UsageError extends HarnessingError {
  /** Always 2. */
  readonly exitCode = 2;
}

/** Data is missing, unreachable, malformed or of a wrong digest, or an artefact on disk is damaged: exit code 3. */
export class DataError extends HarnessingError {
  /** Always 3. */
  readonly exitCode = 3;
}

/**
 * A data set of the user's own lacks what a run needs: a class, a minibatch, images enough. It is as whole as it can be,
 * so the claims that need the run are not comparable and everything else goes on; on the paper's data it is an error.
 */
export class UnsuitableDataError extends DataError {}

/** The machine cannot honour the determinism contract (no SIMD, threads refused, self-test failed): exit code 4. */
export class PlatformError extends HarnessingError {
  /** Always 4. */
  readonly exitCode = 4;
}

/** Bytes differ where they must not: exit code 5. */
export class MismatchError extends HarnessingError {
  /** Always 5. */
  readonly exitCode = 5;
}

/** The user interrupted the command: exit code 130. */
export class InterruptedError extends HarnessingError {
  /** Always 130. */
  readonly exitCode = 130;
}
