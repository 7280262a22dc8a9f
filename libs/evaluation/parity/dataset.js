import { compare, featureDrift } from '@plumbline/evaluation';
import { attempt, sampleOf } from './drift.js';
import { tableColumn } from './wire.js';

/** The values the library has for a case of the group dataset. */
export function datasetResults({ columns, options }) {
  return {
    'dataset drift': attempt(() => drift(columns, driftOptions(options))),
    report: attempt(() => scores(samples(columns), options)),
  };
}

function drift(columns, options) {
  const table = (side) => mapped(columns, (column) => tableColumn(column[side]));
  const kinds = mapped(columns, ({ kind }) => kind);
  const found = compare(table('reference'), table('current'), { ...options, kinds });
  return { ...found, features: mapped(found.columns, ({ drift }) => drift) };
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

function samples(columns) {
  return mapped(columns, ({ kind, reference, current }) => ({
    reference: sampleOf(kind, reference),
    current: sampleOf(kind, current),
  }));
}

function mapped(record, make) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, make(value)]));
}
