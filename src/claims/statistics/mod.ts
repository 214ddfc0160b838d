export * from "./holm.ts";
export * from "./mcnemar_exact.ts";
export * from "./mean.ts";
export * from "./prediction_interval.ts";
export * from "./t_interval.ts";
export { tQuantile } from "./t_quantile.ts";
export * from "./upper_tail.ts";
export * from "./wilson.ts";
