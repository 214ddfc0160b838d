/** Small images on a grid with a note below each: one PNG for each tile, drawn without smoothing. */
import { round } from "../format.ts";
import { TOKEN } from "./theme.ts";
import type { Panel } from "./figure.ts";
import type { ImageShape } from "../../datasets/mod.ts";

/** An image, its place and the note below it. */
export interface Tile {
  readonly row: string;
  readonly column: string;
  readonly url: string;
  readonly note: string;
}

/** How a grid is laid out; `side` is the longer edge of a tile in px, `shape` what its image is made of. */
export interface GridLook {
  readonly side: number;
  readonly shape: ImageShape;
  readonly rowLabels: boolean;
  readonly columnLabels: boolean;
  readonly title?: string;
}

/** Room between tiles, and below one for its note, in px. */
const GAP = 6;
const NOTE = 18;
/** A note of narrow tiles does not run into its neighbour. */
const LEAST_STEP = 46;

/** A Vega-Lite unit with the tiles, rows and columns in order of first appearance. */
export function imageTiles(
  tiles: readonly Tile[],
  { side, shape, rowLabels, columnLabels, title }: GridLook,
): Panel {
  const rows = [...new Set(tiles.map((tile) => tile.row))];
  const columns = [...new Set(tiles.map((tile) => tile.column))];
  const pixel = side / Math.max(shape.height, shape.width);
  const [width, height] = [round(pixel * shape.width, 2), round(pixel * shape.height, 2)];
  const noted = tiles.some((tile) => tile.note !== "");
  const axis = { domain: false, ticks: false, grid: false, labelAngle: 0 } as const;
  const rowAxis = rowLabels ? { ...axis, labelColor: TOKEN.ink, labelFontWeight: 500 } as const : null;
  return {
    ...(title === undefined ? {} : { title }),
    width: { step: Math.max(width, LEAST_STEP) + GAP },
    height: { step: height + GAP + (noted ? NOTE : 0) },
    data: { values: tiles.map((tile) => ({ ...tile })) },
    encoding: {
      x: {
        field: "column",
        type: "nominal",
        sort: columns,
        title: null,
        axis: columnLabels ? { ...axis, orient: "top" } : null,
      },
      y: { field: "row", type: "nominal", sort: rows, title: null, axis: rowAxis },
    },
    layer: [
      {
        mark: {
          type: "image",
          width,
          height,
          aspect: false,
          smooth: false,
          aria: false,
          yOffset: noted ? -NOTE / 2 : 0,
        },
        encoding: { url: { field: "url", type: "nominal" } },
      },
      {
        mark: { type: "text", dy: height / 2 + 2, fontSize: 11, color: TOKEN.muted, aria: false },
        encoding: { text: { field: "note", type: "nominal" } },
      },
    ],
  };
}
