import type { Issue } from '@plumbline/errors';
import { driftTests } from '@plumbline/evaluation';
import { typeOf } from '../features/index.js';
import { outcomeProblems } from '../outcomes/index.js';
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

const inputsUseTheFeatures: Rule = ({ features, inputs }) => {
  const known = new Set(features.map(({ name }) => name));
  const used = new Set(inputs.flatMap((input) => input.features));
  return [
    ...inputs.flatMap((input, index) =>
      input.features.flatMap((name, column) =>
        known.has(name) ? [] : [issue(['inputs', index, 'features', column], `${name} is not a feature`)],
      ),
    ),
    ...features.flatMap(({ name }, index) =>
      used.has(name) ? [] : [issue(['features', index, 'name'], `${name} is not in any input`)],
    ),
    ...duplicates(inputs.map(({ name }) => name)).map((index) =>
      issue(['inputs', index, 'name'], 'is used twice'),
    ),
  ];
};

const inputShapesFit: Rule = ({ inputs }) =>
  inputs.flatMap(({ shape, features }, index) => {
    const columns = shape[1] ?? 1;
    const problems: Issue[] = [];
    if (shape[0] !== -1)
      problems.push(issue(['inputs', index, 'shape', 0], 'must be -1, any number of rows'));
    if (columns !== -1 && columns !== features.length) {
      problems.push(
        issue(['inputs', index, 'shape'], `has ${columns} columns for ${features.length} features`),
      );
    }
    return problems;
  });

const datatypesSuitTheFeatures: Rule = ({ features, inputs }) => {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return inputs.flatMap(({ datatype, features: names }, index) =>
    names.flatMap((name, column) => {
      const feature = byName.get(name);
      const problem = feature && typeOf(feature).misfit(feature, datatype);
      return problem ? [issue(['inputs', index, 'features', column], `${name} ${problem}`)] : [];
    }),
  );
};

const windowsFit: Rule = ({ windows }) =>
  (['feedback', 'predictions'] as const).flatMap((name) =>
    windows[name].minimum > windows[name].size
      ? [issue(['windows', name, 'minimum'], 'is larger than the window')]
      : [],
  );

const thresholdsArePossible: Rule = ({ features }) =>
  features.flatMap((feature, index) => {
    const { method, threshold } = ('drift' in feature && feature.drift) || {};
    const isPValue = method !== undefined && driftTests[method].driftIf.startsWith('<');
    return isPValue && threshold !== undefined && threshold >= 1
      ? [issue(['features', index, 'drift', 'threshold'], `of the p-value ${method} must be below 1`)]
      : [];
  });

const filesAreListed: Rule = ({ files }) =>
  requiredFiles.filter((file) => !(file in files)).map((file) => issue(['files'], `does not list ${file}`));

const rules: readonly Rule[] = [
  featuresAreConsistent,
  inputsUseTheFeatures,
  inputShapesFit,
  datatypesSuitTheFeatures,
  outcomeProblems,
  windowsFit,
  thresholdsArePossible,
  filesAreListed,
];

function issue(path: Issue['path'], message: string): Issue {
  return { path, message };
}

function duplicates(names: readonly string[]): number[] {
  return names.flatMap((name, index) => (names.indexOf(name) === index ? [] : [index]));
}
