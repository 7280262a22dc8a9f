/** A symmetric matrix by its eigenvalues and orthonormal eigenvectors (`vectors[k]` belongs to `values[k]`). */
export interface Spectrum {
  readonly values: number[];
  readonly vectors: number[][];
}

const MAX_SWEEPS = 60;

/** Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (C. G. J. Jacobi 1846). */
export function spectrum(matrix: readonly (readonly number[])[]): Spectrum {
  const size = matrix.length;
  const a = matrix.map((row) => [...row]);
  const vectors = a.map((_, row) => a.map((__, column) => (row === column ? 1 : 0)));
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotated = rotate(a, vectors, p, q) || rotated;
    }
    if (!rotated) break;
  }
  return { values: a.map((row, index) => row[index]!), vectors };
}

/** Rotates so that a[p][q] vanishes; false when it already has, to the last bit. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): boolean {
  const entry = a[p]![q]!;
  const [diagonalP, diagonalQ] = [a[p]![p]!, a[q]![q]!];
  if (Math.abs(entry) <= 1e-17 * Math.sqrt(Math.abs(diagonalP * diagonalQ)) || entry === 0) return false;
  const theta = (diagonalQ - diagonalP) / (2 * entry);
  const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  turnRows(a, p, q, cosine, sine);
  for (const row of a) turn(row, p, q, cosine, sine);
  turnRows(vectors, p, q, cosine, sine);
  return true;
}

function turnRows(matrix: number[][], p: number, q: number, cosine: number, sine: number): void {
  const [rowP, rowQ] = [matrix[p]!, matrix[q]!];
  matrix[p] = rowP.map((value, index) => cosine * value - sine * rowQ[index]!);
  matrix[q] = rowP.map((value, index) => sine * value + cosine * rowQ[index]!);
}

function turn(row: number[], p: number, q: number, cosine: number, sine: number): void {
  const [atP, atQ] = [row[p]!, row[q]!];
  row[p] = cosine * atP - sine * atQ;
  row[q] = sine * atP + cosine * atQ;
}
