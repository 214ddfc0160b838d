export * from "./holm.ts";
export * from "./mcnemar_exact.ts";
export * from "./mean.ts";
export * from "./prediction_interval.ts";
export { tInterval } from "./t_interval.ts";
export { tQuantile } from "./t_quantile.ts";
export * from "./upper_tail.ts";
export { varies } from "./variance.ts";
export * from "./wilson.ts";
