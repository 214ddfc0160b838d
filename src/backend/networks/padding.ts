/** Rows of matrices with and without the padding that they have on a device. */

/** [rows, columns] with rows of `pitch` numbers, the rest of each 0. */
export function padded(matrix: Float32Array, columns: number, pitch: number): Float32Array {
  const rows = columns === 0 ? 0 : matrix.length / columns;
  const result = new Float32Array(rows * pitch);
  for (let r = 0; r < rows; r++) result.set(matrix.subarray(r * columns, (r + 1) * columns), r * pitch);
  return result;
}

/** Copies the first `columns` numbers of every row of `pitch` numbers to `to`, from its row `first` on. */
export function unpad(
  from: Float32Array | Uint8Array,
  pitch: number,
  columns: number,
  to: Float32Array | Uint8Array,
  first = 0,
): void {
  const rows = pitch === 0 ? 0 : from.length / pitch;
  for (let r = 0; r < rows; r++) to.set(from.subarray(r * pitch, r * pitch + columns), (first + r) * columns);
}
