import { correlationResults } from './correlations.js';
import { datasetResults } from './dataset.js';
import { difference } from './difference.js';
import { driftResults, sameFailure } from './drift.js';
import {
  binaryResults,
  detectorResults,
  isotonicResults,
  lossResults,
  multiclassResults,
  reconstructionResults,
  thresholdResults,
} from './estimation.js';
import { importanceResults } from './importance.js';
import { arrayResults, dateResults, embeddingResults } from './measures.js';
import { permutationResults } from './permutations.js';
import {
  dataQualityResults,
  labelResults,
  multiLabelResults,
  probabilityResults,
  regressionResults,
} from './quality.js';
import { segmentResults } from './segments.js';
import { streamResults } from './streams.js';
import { weightedResults } from './weighted.js';

const results = {
  numeric: driftResults,
  categorical: driftResults,
  TVD: driftResults,
  MMD: driftResults,
  dataset: datasetResults,
  labels: labelResults,
  probabilities: probabilityResults,
  'multi-label': multiLabelResults,
  regression: regressionResults,
  'data quality': dataQualityResults,
  isotonic: isotonicResults,
  'CBPE binary': binaryResults,
  'CBPE multiclass': multiclassResults,
  DLE: lossResults,
  reconstruction: reconstructionResults,
  thresholds: thresholdResults,
  detectors: detectorResults,
  arrays: arrayResults,
  dates: dateResults,
  embeddings: embeddingResults,
  streams: streamResults,
  'weighted quality': weightedResults,
  permutations: permutationResults,
  segments: segmentResults,
  importance: importanceResults,
  correlations: correlationResults,
};

/** One entry for every number of a case: its name, both values and how far they are apart. */
export function compareCase(found) {
  const actual = results[found.group](found);
  return Object.entries(found.expected).map(([name, expected]) => ({
    name: label(found.group, name),
    expected,
    actual: actual[name],
    difference: apart(actual[name], expected),
  }));
}

function label(group, name) {
  return name === 'default' ? `default, ${group}` : name;
}

function apart(actual, expected) {
  if (expected?.error !== undefined) return sameFailure(expected.error, actual) ? 0 : Infinity;
  if (expected === null || typeof expected !== 'object') return difference(actual, expected);
  if (actual === null || typeof actual !== 'object') return Infinity;
  if (Array.isArray(expected) && actual.length !== expected.length) return Infinity;
  return Math.max(0, ...Object.keys(expected).map((key) => apart(actual[key], expected[key])));
}
