/**
 * The skeletons of the built-in digits: for each digit a few ways in which people write it, as strokes of control
 * points in a box of 100 × 100 (x to the right, y down). A curve runs smoothly through the points of a stroke; a
 * point given twice is a corner. Which way an example is written is drawn with the weights.
 */

/** One pen stroke: [x0, y0, x1, y1, …] in the box of 100 × 100. */
export type Stroke = readonly number[];

/** One way to write a digit. */
export interface Variant {
  /** How often it is written, relative to the other variants of the digit. */
  readonly weight: number;
  readonly strokes: readonly Stroke[];
}

/** The variants of the digits 0 to 9, by digit. */
export const VARIANTS: readonly (readonly Variant[])[] = [
  [
    { weight: 3, strokes: [[54, 4, 28, 14, 17, 50, 27, 86, 50, 97, 74, 86, 84, 50, 75, 15, 52, 4]] },
    { weight: 2, strokes: [[62, 7, 36, 12, 22, 52, 34, 88, 56, 94, 76, 70, 78, 34, 60, 6, 42, 12]] },
    { weight: 2, strokes: [[40, 8, 14, 34, 14, 66, 42, 92, 76, 86, 90, 52, 78, 18, 48, 6]] },
  ],
  [
    { weight: 4, strokes: [[50, 3, 51, 50, 50, 97]] },
    { weight: 3, strokes: [[64, 3, 52, 48, 38, 97]] },
    { weight: 2, strokes: [[34, 24, 55, 4, 55, 4, 55, 50, 54, 97]] },
    { weight: 1, strokes: [[33, 24, 52, 5, 52, 5, 52, 95], [28, 95, 52, 94, 77, 95]] },
  ],
  [
    { weight: 3, strokes: [[20, 26, 33, 8, 58, 5, 76, 22, 68, 46, 44, 70, 18, 94, 18, 94, 50, 93, 84, 91]] },
    { weight: 3, strokes: [[22, 24, 40, 6, 66, 9, 72, 32, 54, 62, 28, 90, 14, 86, 26, 74, 50, 85, 86, 95]] },
    { weight: 2, strokes: [[24, 14, 58, 5, 76, 24, 60, 54, 20, 92, 20, 92, 48, 86, 80, 95]] },
  ],
  [
    { weight: 3, strokes: [[22, 14, 48, 4, 73, 16, 68, 38, 42, 48, 42, 48, 72, 56, 78, 78, 52, 96, 20, 86]] },
    { weight: 2, strokes: [[20, 8, 74, 6, 74, 6, 43, 42, 43, 42, 73, 54, 77, 78, 52, 96, 18, 88]] },
    { weight: 3, strokes: [[24, 18, 47, 5, 70, 18, 61, 40, 40, 46, 48, 51, 74, 64, 74, 84, 46, 96, 18, 84]] },
  ],
  [
    { weight: 3, strokes: [[27, 6, 18, 54, 18, 54, 50, 56, 84, 50], [73, 8, 67, 50, 62, 97]] },
    { weight: 2, strokes: [[60, 4, 14, 64, 14, 64, 50, 64, 88, 62], [62, 4, 61, 50, 60, 97]] },
    { weight: 3, strokes: [[24, 8, 18, 38, 32, 55, 60, 50, 76, 34], [78, 5, 71, 50, 66, 97]] },
  ],
  [
    { weight: 3, strokes: [[80, 6, 34, 8, 34, 8, 27, 44, 27, 44, 54, 38, 76, 54, 72, 84, 46, 96, 18, 86]] },
    { weight: 2, strokes: [[34, 9, 27, 46, 27, 46, 58, 42, 78, 64, 60, 92, 20, 90], [34, 9, 58, 7, 82, 4]] },
    { weight: 2, strokes: [[80, 7, 46, 8, 27, 26, 37, 42, 62, 50, 74, 70, 56, 94, 20, 90]] },
  ],
  [
    { weight: 3, strokes: [[66, 4, 40, 22, 24, 56, 30, 86, 52, 96, 74, 82, 69, 60, 46, 55, 28, 70]] },
    { weight: 2, strokes: [[56, 3, 34, 38, 23, 74, 43, 96, 70, 85, 70, 64, 48, 58, 27, 76]] },
    { weight: 2, strokes: [[76, 12, 52, 6, 28, 30, 19, 66, 38, 95, 70, 89, 77, 62, 54, 48, 24, 64]] },
  ],
  [
    { weight: 3, strokes: [[18, 10, 50, 9, 80, 7, 80, 7, 61, 46, 44, 97]] },
    { weight: 2, strokes: [[18, 26, 22, 8, 22, 8, 50, 9, 82, 7, 82, 7, 58, 50, 48, 97]] },
    { weight: 1, strokes: [[18, 10, 50, 9, 80, 7, 80, 7, 61, 46, 44, 97], [36, 53, 54, 51, 74, 49]] },
    { weight: 2, strokes: [[16, 15, 46, 7, 76, 12, 68, 40, 50, 70, 42, 97]] },
  ],
  [
    {
      weight: 3,
      strokes: [[72, 17, 46, 4, 27, 20, 42, 42, 68, 62, 71, 86, 46, 97, 23, 82, 36, 58, 62, 40, 73, 18]],
    },
    {
      weight: 2,
      strokes: [
        [50, 3, 30, 13, 31, 36, 50, 46, 69, 36, 70, 13, 50, 3],
        [50, 46, 26, 59, 24, 85, 50, 97, 76, 85, 74, 59, 50, 46],
      ],
    },
    {
      weight: 2,
      strokes: [[75, 10, 44, 4, 28, 22, 50, 45, 73, 66, 63, 92, 36, 95, 23, 74, 46, 50, 70, 30, 76, 10]],
    },
  ],
  [
    { weight: 3, strokes: [[72, 20, 50, 5, 27, 20, 30, 44, 52, 52, 70, 38, 74, 17, 74, 17, 72, 60, 64, 97]] },
    { weight: 2, strokes: [[73, 24, 49, 4, 25, 22, 35, 47, 60, 44, 75, 18, 75, 18, 77, 58, 62, 92, 34, 94]] },
    { weight: 2, strokes: [[71, 13, 44, 6, 25, 30, 43, 50, 67, 34, 72, 9, 72, 9, 70, 50, 68, 97]] },
  ],
];
