/** Rows of one class against the rest: 1 and 0, and the score that ranks them. */
export interface ClassOutcomes {
  readonly scores: Float64Array;
  readonly predicted: Float64Array;
  readonly actual: Float64Array;
}

/** The confusion counts of such rows. */
export interface OutcomeCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** Counts what was found and missed. */
export function countOutcomes({ predicted, actual }: ClassOutcomes): OutcomeCounts {
  const counts = { tp: 0, fp: 0, fn: 0, tn: 0 };
  actual.forEach((happened, row) => {
    if (predicted[row]) counts[happened ? 'tp' : 'fp']++;
    else counts[happened ? 'fn' : 'tn']++;
  });
  return counts;
}

/** The rows from `start` to before `end`. */
export function sliceOutcomes(rows: ClassOutcomes, start: number, end: number): ClassOutcomes {
  return {
    scores: rows.scores.subarray(start, end),
    predicted: rows.predicted.subarray(start, end),
    actual: rows.actual.subarray(start, end),
  };
}
