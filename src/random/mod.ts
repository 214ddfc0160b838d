/** Keyed, counter-based randomness. @module */
export { Rng } from "./rng.ts";
