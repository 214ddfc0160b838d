import { assertEquals } from "@std/assert";
import { MismatchError, UsageError } from "../../src/errors.ts";
import { errorMessage, errorOf } from "../../src/stages/stage_error.ts";

Deno.test("errorMessage() says what to do about errors of the system, in one line and with exit code 3", () => {
  const found: [Error, RegExp][] = [
    [new Error("No space left on device (os error 28)"), /free some space and run the command again/],
    [
      new Error("Read-only file system (os error 30): mkdir '/x'"),
      /name a folder on a file system that can be/,
    ],
    [new Deno.errors.PermissionDenied("Permission denied (os error 13): open '/x'"), /check its permissions/],
    [new Deno.errors.NotADirectory("Not a directory (os error 20)"), /choose another path/],
    [
      new Deno.errors.NotCapable('Requires write access to "/x", run again with the --allow-write flag'),
      /^Cannot access a file: Requires write access to "\/x"; check/,
    ],
  ];
  for (const [error, text] of found) {
    const { message, exitCode } = errorMessage(error);
    assertEquals([text.test(message), message.includes("\n"), exitCode], [true, false, 3], message);
  }
});

Deno.test("errorOf() gives the class and the message back that crossed a process boundary", () => {
  for (const error of [new UsageError("a"), new MismatchError("b")]) {
    const back = errorOf(errorMessage(error));
    assertEquals([back.name, back.message, back.exitCode], [error.name, error.message, error.exitCode]);
  }
});
