/** What is left of version 1 of this program, whose keys, entries and receipts have another form. */

/** Where what it made can be used. */
export const LAST_OF_VERSION_1 = "the tag v0.6.0";
