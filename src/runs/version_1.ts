/** What is left of version 1 of this program, whose keys, entries and receipts have another form. */
import { PlatformError } from "../errors.ts";

/** The last release of version 1, by its tag and its commit. */
const LAST_RELEASE = "v0.6.0 (commit 7847ea8e2684)";

/** What to say of an entry or a receipt of version 1. */
export function madeByVersion1(path: string): PlatformError {
  return new PlatformError(
    `Cannot use ${path}: made by version 1 of this program; use it with the tag ${LAST_RELEASE}`,
  );
}
