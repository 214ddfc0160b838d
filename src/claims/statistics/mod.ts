export * from "./mcnemar_exact.ts";
export * from "./mean.ts";
export * from "./t_interval.ts";
export * from "./t_quantile.ts";
export * from "./wilson.ts";
