/** Errors on their way from a stage to the launcher. */
import {
  DataError,
  HarnessingError,
  InterruptedError,
  MismatchError,
  PlatformError,
  UnsuitableDataError,
  UsageError,
} from "../errors.ts";
import type { ErrorMessage } from "./messages.ts";

/** Sentences for errors of the system, which name a file but not what to do. */
function systemMessage(error: Error): string | undefined {
  if (/no space left on device|os error 28|ENOSPC/i.test(error.message)) {
    return `Cannot write: ${error.message}; free some space and run the command again, finished runs are kept`;
  }
  if (/read-only file system|os error 30|EROFS/i.test(error.message)) {
    return `Cannot write: ${error.message}; name a folder on a file system that can be written`;
  }
  if (error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.NotCapable) {
    // Deno advises more permissions, which is not for the user to give
    const what = error.message.replace(/, run again with .*$/, "");
    return `Cannot access a file: ${what}; check its permissions, or name another folder`;
  }
  if (error instanceof Deno.errors.NotADirectory || /not a directory|os error 20/i.test(error.message)) {
    return `Cannot write: ${error.message}; a file is in the place of a folder, choose another path`;
  }
  if (/os error/i.test(error.message)) return error.message;
}

/** An error as a message; what is not ours and not of the system keeps its stack. */
export function errorMessage(error: unknown): ErrorMessage {
  if (error instanceof HarnessingError) {
    const unsuitable = error instanceof UnsuitableDataError ? { unsuitable: true } as const : {};
    return { type: "error", message: error.message, exitCode: error.exitCode, ...unsuitable };
  }
  const message = error instanceof Error
    ? systemMessage(error) ?? error.stack ?? error.message
    : String(error);
  return { type: "error", message, exitCode: 3 };
}

/** The error that a message carries. */
export function errorOf({ message, exitCode, unsuitable }: ErrorMessage): HarnessingError {
  if (unsuitable) return new UnsuitableDataError(message);
  switch (exitCode) {
    case 2:
      return new UsageError(message);
    case 4:
      return new PlatformError(message);
    case 5:
      return new MismatchError(message);
    case 130:
      return new InterruptedError(message);
    default:
      return new DataError(message);
  }
}
