import type { Issue } from '@plumbline/errors';
import { driftTests } from '@plumbline/evaluation';
import { typeOf } from '../features/index.js';
import { outcomeProblems } from '../outcomes/index.js';
import { dataQualityProblems } from './data-quality-rules.js';
import { inputProblems } from './input-rules.js';
import { requiredFiles, type Manifest } from './manifest-fields.schema.js';

type Rule = (manifest: Manifest) => Issue[];

/** Checks the rules between the parts of a manifest: matching names, consistent numbers. */
export function checkManifest(manifest: Manifest): Issue[] {
  return rules.flatMap((rule) => rule(manifest));
}

const featuresAreConsistent: Rule = ({ features }) => [
  ...duplicates(features.map(({ name }) => name)).map((index) =>
    issue(['features', index, 'name'], 'is used twice'),
  ),
  ...features.flatMap(({ nullable, fill }, index) =>
    fill === undefined || nullable
      ? []
      : [issue(['features', index, 'fill'], 'is for features with "nullable": true')],
  ),
  ...features.flatMap((feature, index) =>
    typeOf(feature)
      .problems(feature)
      .map((message) => issue(['features', index], message)),
  ),
];

const windowsFit: Rule = ({ windows }) =>
  (['feedback', 'predictions'] as const).flatMap((name) =>
    windows[name].minimum > windows[name].size
      ? [issue(['windows', name, 'minimum'], 'is larger than the window')]
      : [],
  );

const WEEK_S = 604_800;

const weeksDoNotOverlap: Rule = ({ drift_baseline: baseline, windows }) =>
  baseline?.kind === 'same_hours' && windows.predictions.max_age_s > WEEK_S
    ? [issue(['drift_baseline', 'kind'], `needs windows.predictions.max_age_s of at most ${WEEK_S}, a week`)]
    : [];

const thresholdsArePossible: Rule = ({ features }) =>
  features.flatMap((feature, index) => {
    const { method, threshold } = ('drift' in feature && feature.drift) || {};
    const isPValue = method !== undefined && driftTests[method].driftIf.startsWith('<');
    return isPValue && threshold !== undefined && threshold >= 1
      ? [issue(['features', index, 'drift', 'threshold'], `of the p-value ${method} must be below 1`)]
      : [];
  });

/** The types whose values divide rows; texts, arrays and images are compared by measures. */
const SEGMENT_TYPES: readonly string[] = ['number', 'integer', 'boolean', 'category', 'date'];

const segmentsAreFeatures: Rule = ({ features, segments = [] }) => [
  ...duplicates(segments).map((index) => issue(['segments', index], 'is used twice')),
  ...segments.flatMap((segment, index) => {
    const type = features.find(({ name }) => name === segment)?.type;
    if (type === undefined) return [issue(['segments', index], 'is not a feature')];
    return SEGMENT_TYPES.includes(type)
      ? []
      : [
          issue(
            ['segments', index],
            `has the type ${type}; only ${SEGMENT_TYPES.join(', ')} can be segments`,
          ),
        ];
  }),
];

const filesAreListed: Rule = ({ files }) =>
  requiredFiles.filter((file) => !(file in files)).map((file) => issue(['files'], `does not list ${file}`));

const rules: readonly Rule[] = [
  featuresAreConsistent,
  inputProblems,
  outcomeProblems,
  windowsFit,
  weeksDoNotOverlap,
  thresholdsArePossible,
  dataQualityProblems,
  segmentsAreFeatures,
  filesAreListed,
];

function issue(path: Issue['path'], message: string): Issue {
  return { path, message };
}

function duplicates(names: readonly string[]): number[] {
  const seen = new Set<string>();
  return names.flatMap((name, index) => (seen.size === seen.add(name).size ? [index] : []));
}
