/**
 * One look for every figure. Colours are tokens: unusual hex values that the page's style sheet finds again by
 * attribute selector (`[fill="#1b1f25"]`) and remaps for the dark version, without a second rendering. A figure
 * file alone still looks right, on white.
 */
import type { Config } from "vega-lite";

/** Colours of text, lines and surface. */
export const TOKEN = {
  surface: "#fffffe",
  ink: "#1b1f25",
  muted: "#59636f",
  rule: "#e4e7eb",
  axis: "#a9b1ba",
} as const;

/** How a model is named and coloured in figures. */
export interface ModelLook {
  /** In a legend. */
  readonly label: string;
  /** Inside a sentence. */
  readonly prose: string;
  readonly light: string;
  readonly dark: string;
}

/** No red and no green: those belong to the verdicts. Told apart with the common colour-vision deficiencies. */
const MODELS: Readonly<Record<string, ModelLook>> = {
  "softmax": { label: "Softmax", prose: "softmax regression", light: "#7b6a55", dark: "#c9b394" },
  "logistic": { label: "Logistic, 3 or 7", prose: "logistic regression", light: "#a8457e", dark: "#ea92c4" },
  "maxout": { label: "Maxout", prose: "maxout", light: "#2b6cb8", dark: "#6fb1f5" },
  "maxout-adversarial": {
    label: "Maxout, adv. trained",
    prose: "adversarially trained maxout",
    light: "#d9730d",
    dark: "#ffa04a",
  },
  "rbf": { label: "RBF", prose: "RBF", light: "#8450c0", dark: "#bd96f0" },
};

/** Colours for models that this file does not know by name. */
const SPARE: readonly Pick<ModelLook, "light" | "dark">[] = [
  { light: "#4a7d8f", dark: "#8fc6d8" },
  { light: "#8d8328", dark: "#d6cb69" },
  { light: "#556070", dark: "#aab5c5" },
];

/** The looks of the models in a figure, in the order given; an unknown model keeps its own name. */
export function modelLooks(models: readonly string[]): ReadonlyMap<string, ModelLook> {
  const unknown = models.filter((model) => !Object.hasOwn(MODELS, model));
  return new Map(
    models.map((model) => {
      const known = Object.hasOwn(MODELS, model) ? MODELS[model] : undefined;
      return [
        model,
        known ?? { label: model, prose: model, ...SPARE[unknown.indexOf(model) % SPARE.length]! },
      ];
    }),
  );
}

/** Every colour that the dark page changes: light hex to dark value, CSS variables for the tokens. */
export const DARK_REMAP: readonly (readonly [light: string, dark: string])[] = [
  [TOKEN.surface, "var(--card)"],
  [TOKEN.ink, "var(--ink)"],
  [TOKEN.muted, "var(--muted)"],
  [TOKEN.rule, "var(--rule)"],
  [TOKEN.axis, "var(--axis)"],
  ...[...Object.values(MODELS), ...SPARE].map(({ light, dark }) => [light, dark] as const),
];

/** Colours of lines and bars that are no models, in order; each is one that the dark page knows. */
export const SERIES_COLOURS = ["#2b6cb8", "#d9730d", "#8450c0", "#7b6a55", "#a8457e", "#4a7d8f"] as const;

/** The order of models in figures: the known ones first, as above, then the others as they come. */
export function orderedModels(models: Iterable<string>): readonly string[] {
  const present = new Set(models);
  const known = Object.keys(MODELS).filter((model) => present.has(model));
  return [...known, ...[...present].filter((model) => !known.includes(model))];
}

/** Inter where it is installed; the widths in `font_widths.json` are its. */
const FONT = "Inter, Helvetica Neue, Arial, sans-serif";

/** Vega-Lite's configuration, shared by all figures. */
export const CONFIG: Config = {
  background: TOKEN.surface,
  font: FONT,
  padding: { left: 2, top: 4, right: 6, bottom: 2 },
  view: { stroke: null },
  axis: {
    labelFontSize: 12,
    labelColor: TOKEN.muted,
    labelLimit: 0,
    labelPadding: 5,
    titleFontSize: 12,
    titleFontWeight: 500,
    titleColor: TOKEN.ink,
    titleLimit: 0,
    titlePadding: 8,
    gridColor: TOKEN.rule,
    domainColor: TOKEN.axis,
    tickColor: TOKEN.axis,
    tickSize: 4,
  },
  axisY: { domain: false, ticks: false },
  axisX: { grid: false, titleAnchor: "middle", labelFlush: false },
  legend: {
    labelFontSize: 12,
    labelColor: TOKEN.ink,
    labelLimit: 0,
    orient: "top",
    direction: "horizontal",
    symbolStrokeWidth: 2.5,
    offset: 8,
    columnPadding: 16,
    rowPadding: 4,
  },
  title: { fontSize: 12, fontWeight: 500, color: TOKEN.ink, anchor: "start", offset: 8, limit: 0 },
  text: { fontSize: 12, color: TOKEN.ink },
  line: { strokeWidth: 2.2, strokeCap: "round", strokeJoin: "round" },
};
