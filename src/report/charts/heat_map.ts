/**
 * A matrix of shares: each cell's number, on a tint that grows with it. One colour in several strengths, so that the
 * text stays readable on light and on dark.
 */
import type { Panel } from "./figure.ts";
import { round } from "../format.ts";
import { TOKEN } from "./theme.ts";

/** One cell; values in per cent. */
export interface Cell {
  readonly row: string;
  readonly column: string;
  readonly value: number;
}

/** How a matrix is laid out. */
export interface HeatLook {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly fontSize: number;
  /** Decimals of a cell's number; cells below half a unit of them stay empty. */
  readonly decimals: number;
  /** Marks the cells whose row and column have one name. */
  readonly diagonal: boolean;
}

/** The strongest tint, on which ink still has enough contrast. */
const STRONGEST = 0.55;

/** The matrix as a layered Vega-Lite unit; rows and columns in order of first appearance. */
export function heatMap(cells: readonly Cell[], look: HeatLook): Panel {
  const { width, height, title, rowTitle, columnTitle, fontSize, decimals } = look;
  const axis = { domain: false, ticks: false, grid: false, labelAngle: 0, title: null } as const;
  return {
    title,
    width,
    height,
    data: {
      values: cells.map(({ row, column, value }) => ({
        row,
        column,
        value: round(value, 2),
        text: Number(value.toFixed(decimals)) === 0 ? "" : `${value.toFixed(decimals)}%`,
      })),
    },
    encoding: {
      x: {
        field: "column",
        type: "nominal",
        sort: [...new Set(cells.map((cell) => cell.column))],
        axis: { ...axis, orient: "top" },
        scale: { paddingInner: 0.04 },
      },
      y: {
        field: "row",
        type: "nominal",
        sort: [...new Set(cells.map((cell) => cell.row))],
        axis,
        scale: { paddingInner: 0.04 },
      },
      tooltip: [
        { field: "row", type: "nominal", title: rowTitle },
        { field: "column", type: "nominal", title: columnTitle },
        { field: "value", type: "quantitative", title: "Share, %", format: ".2f" },
      ],
    },
    layer: [
      {
        mark: { type: "rect", color: "#2b6cb8", cornerRadius: 2, aria: false },
        encoding: {
          opacity: {
            field: "value",
            type: "quantitative",
            scale: { domain: [0, Math.max(1, ...cells.map((cell) => cell.value))], range: [0.05, STRONGEST] },
            legend: null,
          },
        },
      },
      ...(look.diagonal
        ? [{
          transform: [{ filter: "datum.row === datum.column" }],
          mark: { type: "rect" as const, filled: false, stroke: TOKEN.muted, strokeWidth: 1.3, aria: false },
        }]
        : []),
      {
        mark: { type: "text", fontSize, aria: false },
        encoding: { text: { field: "text", type: "nominal" } },
      },
    ],
  };
}
