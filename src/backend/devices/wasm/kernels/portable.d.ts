/** The types of AssemblyScript that files have which TypeScript compiles too. */

/** A 32-bit integer. */
declare type i32 = number;

/** An address, or a number of bytes: in the kernels 32 bits without a sign. */
declare type usize = number;
