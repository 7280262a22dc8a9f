import type { Issue } from '@plumbline/errors';
import { driftTests } from '@plumbline/evaluation';
import { typeOf } from '../features/index.js';
import { labelsProblem } from './class-labels.js';
import { requiredFiles, type Manifest } from './manifest-fields.schema.js';
import type { ModelOutput } from './tensor.schema.js';

type Rule = (manifest: Manifest) => Issue[];

/** Checks the rules between the parts of a manifest: matching names, consistent numbers. */
export function checkManifest(manifest: Manifest): Issue[] {
  return rules.flatMap((rule) => rule(manifest));
}

const featuresAreConsistent: Rule = ({ features }) => [
  ...duplicates(features.map(({ name }) => name)).map((index) =>
    issue(['features', index, 'name'], 'is used twice'),
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

const outputRolesSuitTheTask: Rule = ({ task, outputs }) => {
  const roles = task === 'regression' ? ['value'] : ['probabilities', 'label'];
  const problems = outputs.flatMap(({ role }, index) =>
    role === 'ignored' || roles.includes(role)
      ? []
      : [issue(['outputs', index, 'role'], `${role} is not a role of a ${task} model`)],
  );
  for (const role of roles) {
    if (outputs.filter((output) => output.role === role).length > 1) {
      problems.push(issue(['outputs'], `only one may have the role ${role}`));
    }
  }
  if (!outputs.some(({ role }) => roles.includes(role))) {
    problems.push(issue(['outputs'], `a ${task} model needs one with the role ${roles.join(' or ')}`));
  }
  return problems;
};

const outputShapesFit: Rule = ({ outputs, classes }) =>
  outputs.flatMap((output, index) => {
    const problem = classes === null ? valueProblem(output) : classColumnsProblem(output, classes);
    return problem === undefined ? [] : [issue(['outputs', index, 'shape'], problem)];
  });

/** A label output is used only without probabilities. */
const labelsAreClear: Rule = ({ outputs, classes }) => {
  const isRead = outputs.every(({ role }) => role !== 'probabilities');
  return outputs.flatMap((output, index) => {
    const problem =
      output.role === 'label' ? isRead && labelsProblem(classes ?? [], output) : labelsMisplaced(output);
    return problem ? [issue(['outputs', index, 'labels'], problem)] : [];
  });
};

const numbersAreNotTexts: Rule = ({ outputs }) =>
  outputs.flatMap(({ role, datatype }, index) =>
    datatype === 'BYTES' && (role === 'value' || role === 'probabilities')
      ? [issue(['outputs', index, 'datatype'], `is text, and the role ${role} needs numbers`)]
      : [],
  );

const classesAreConsistent: Rule = ({ classes, positive_class: positive }) => [
  ...duplicates(classes ?? []).map((index) => issue(['classes', index], 'is used twice')),
  ...(positive === null || (classes as readonly string[] | null)?.includes(positive)
    ? []
    : [issue(['positive_class'], 'is not one of the classes')]),
];

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
  outputRolesSuitTheTask,
  outputShapesFit,
  labelsAreClear,
  numbersAreNotTexts,
  classesAreConsistent,
  windowsFit,
  thresholdsArePossible,
  filesAreListed,
];

function issue(path: Issue['path'], message: string): Issue {
  return { path, message };
}

function labelsMisplaced({ role, labels }: ModelOutput): string | undefined {
  return labels && `is for outputs with the role label, not ${role}`;
}

function valueProblem({ role, shape }: ModelOutput): string | undefined {
  const columns = columnsOf(shape);
  return role === 'value' && columns !== undefined && columns !== 1
    ? `has ${columns} columns, and a value is one number per row`
    : undefined;
}

function classColumnsProblem({ role, shape }: ModelOutput, classes: readonly string[]): string | undefined {
  const columns = columnsOf(shape);
  if (columns === undefined) return undefined;
  if (role === 'probabilities' && columns !== classes.length)
    return `has ${columns} columns for ${classes.length} classes`;
  return role === 'label' && columns !== 1
    ? `has ${columns} columns, and a label is one value per row`
    : undefined;
}

/** Numbers per row; undefined where the manifest leaves the shape open. */
function columnsOf([, ...columns]: readonly number[]): number | undefined {
  return columns.includes(-1) ? undefined : columns.reduce((product, size) => product * size, 1);
}

function duplicates(names: readonly string[]): number[] {
  return names.flatMap((name, index) => (names.indexOf(name) === index ? [] : [index]));
}
