/** A symmetric matrix by its eigenvalues and orthonormal eigenvectors (`vectors[k]` belongs to `values[k]`). */
interface Spectrum {
  readonly values: number[];
  readonly vectors: number[][];
}

const MAX_SWEEPS = 60;

/** Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (C. G. J. Jacobi 1846). */
export function spectrum(matrix: readonly (readonly number[])[]): Spectrum {
  const rows = matrix.map((row) => Float64Array.from(row));
  const vectors = matrix.map((_, index) =>
    Float64Array.from(matrix, (__, column) => Number(column === index)),
  );
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    if (!rotateAll(rows, vectors)) break;
  }
  return {
    values: rows.map((row, index) => row[index] ?? NaN),
    vectors: vectors.map((vector) => Array.from(vector)),
  };
}

/** One sweep over all pairs of axes; false when no pair needed a rotation. */
function rotateAll(rows: readonly Float64Array[], vectors: readonly Float64Array[]): boolean {
  let rotated = false;
  rows.forEach((rowP, p) => {
    rows.slice(p + 1).forEach((rowQ, offset) => {
      const q = p + 1 + offset;
      const rotation = rotationOf(rowP[p] ?? NaN, rowQ[q] ?? NaN, rowP[q] ?? NaN);
      const [vectorP, vectorQ] = [vectors[p], vectors[q]];
      if (rotation === undefined || vectorP === undefined || vectorQ === undefined) return;
      turnRows(rowP, rowQ, rotation);
      for (const row of rows) turnColumns(row, p, q, rotation);
      turnRows(vectorP, vectorQ, rotation);
      rotated = true;
    });
  });
  return rotated;
}

interface Rotation {
  readonly cosine: number;
  readonly sine: number;
}

/** The rotation that makes the entry beside two diagonal entries zero; undefined when it is zero to the last bit. */
function rotationOf(diagonalP: number, diagonalQ: number, entry: number): Rotation | undefined {
  if (Math.abs(entry) <= 1e-17 * Math.sqrt(Math.abs(diagonalP * diagonalQ)) || entry === 0) return undefined;
  const theta = (diagonalQ - diagonalP) / (2 * entry);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  return { cosine, sine: tangent * cosine };
}

function turnRows(rowP: Float64Array, rowQ: Float64Array, { cosine, sine }: Rotation): void {
  rowP.forEach((atP, column) => {
    const atQ = rowQ[column] ?? NaN;
    rowP[column] = cosine * atP - sine * atQ;
    rowQ[column] = sine * atP + cosine * atQ;
  });
}

function turnColumns(row: Float64Array, p: number, q: number, { cosine, sine }: Rotation): void {
  const [atP, atQ] = [row[p] ?? NaN, row[q] ?? NaN];
  row[p] = cosine * atP - sine * atQ;
  row[q] = sine * atP + cosine * atQ;
}
