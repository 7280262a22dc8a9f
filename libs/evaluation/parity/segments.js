import { ClassOutcomes, F1Scores, MeanScores } from '@plumbline/evaluation';

/** The values the library has for a case of the group segments. */
export function segmentResults(found) {
  const scores = scoresOf(found);
  const rows = Uint32Array.from(scores.weights, (_, row) => row);
  const [some, others] = [rows.subarray(0, found.inside), rows.subarray(found.inside)];
  return {
    'segment figure': scores.figure(some),
    'segment difference': scores.difference(some, others),
  };
}

function scoresOf({ task, average, positive, labels, actual, predicted, values }) {
  if (task === 'errors') return new MeanScores('mean_absolute_error', Float64Array.from(values));
  const outcomes = new ClassOutcomes(average, positive);
  actual.forEach((name, row) => outcomes.add(namesOf(name), namesOf(predicted[row])));
  return new F1Scores(outcomes, task === 'labels' && average === 'macro' ? labels : undefined);
}

function namesOf(row) {
  return Array.isArray(row) ? row.flatMap((flag, place) => (flag === 1 ? [`label ${place}`] : [])) : [row];
}
