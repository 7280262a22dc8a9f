import { datasetDrift, featureDrift } from '@plumbline/evaluation';
import { attempt, sampleOf } from './drift.js';

/** The values the library has for a case of the group dataset. */
export function datasetResults({ columns, options }) {
  return {
    'dataset drift': attempt(() =>
      datasetDrift(samples(columns, 'keep-without-nulls'), driftOptions(options)),
    ),
    report: attempt(() => scores(samples(columns, 'drop'), options)),
  };
}

/** The scores of the features, each by itself. */
function scores(features, options) {
  const { methods, thresholds } = driftOptions(options);
  return Object.fromEntries(
    Object.entries(features).map(([name, { reference, current }]) => {
      const threshold = thresholds[reference.kind] ?? thresholds.all;
      const method = methods[reference.kind];
      return [name, featureDrift(reference, current, { mode: 'evidently', method, threshold }).score];
    }),
  );
}

function driftOptions(options) {
  return {
    mode: 'evidently',
    driftShare: options.driftShare,
    methods: { numerical: options.numericalMethod, categorical: options.categoricalMethod },
    thresholds: { all: options.threshold, numerical: options.numericalThreshold },
  };
}

function samples(columns, infinities) {
  return Object.fromEntries(
    Object.entries(columns).map(([name, { kind, reference, current }]) => [
      name,
      { reference: sampleOf(kind, reference, infinities), current: sampleOf(kind, current, infinities) },
    ]),
  );
}
