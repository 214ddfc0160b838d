/** The integers of AssemblyScript, for the files of kernels that TypeScript compiles too. */

/** A 32-bit integer. */
export type i32 = number;

/** An address, or a number of bytes: in the kernels 32 bits without a sign. */
export type usize = number;
