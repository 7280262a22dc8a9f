import type { Issue } from '@plumbline/errors';
import { labelsProblem, type ModelOutput, outputRoles } from './roles/index.js';
import { type TaskFields, taskKindOf } from './tasks/index.js';

/** The parts of a manifest about the predictions of its model. */
export type OutcomeFields = TaskFields & { readonly outputs: readonly ModelOutput[] };

/** Checks the rules between the outputs of a manifest and its task. */
export function outcomeProblems(manifest: OutcomeFields): Issue[] {
  return [
    ...rolesSuitTheTask(manifest),
    ...manifest.outputs.flatMap((output, index) =>
      outputProblems(output, manifest).map(([key, message]) => ({ path: ['outputs', index, key], message })),
    ),
    ...taskKindOf(manifest).problems(manifest),
    ...thresholdProblems(manifest),
  ];
}

/** The output that gives the prediction. The rules ensure that there is one. */
export function decidingOutput(manifest: OutcomeFields): ModelOutput | undefined {
  const { roles } = taskKindOf(manifest);
  const [output] = roles.flatMap((role) => manifest.outputs.filter((each) => each.role === role));
  return output;
}

/** The output whose numbers are logged beside each prediction, if any. */
export function embeddingOutput({ outputs }: OutcomeFields): ModelOutput | undefined {
  return outputs.find(({ role }) => role === 'embedding');
}

function rolesSuitTheTask(manifest: OutcomeFields): Issue[] {
  const { task, outputs } = manifest;
  const { roles } = taskKindOf(manifest);
  const problems = outputs.flatMap(({ role }, index) =>
    role === 'ignored' || role === 'embedding' || roles.includes(role)
      ? []
      : [{ path: ['outputs', index, 'role'], message: `${role} is not a role of a ${task} model` }],
  );
  for (const role of [...roles, 'embedding']) {
    if (outputs.filter((output) => output.role === role).length > 1) {
      problems.push({ path: ['outputs'], message: `only one may have the role ${role}` });
    }
  }
  if (decidingOutput(manifest) === undefined) {
    const message = `a ${task} model needs one with the role ${roles.join(' or ')}`;
    problems.push({ path: ['outputs'], message });
  }
  return problems;
}

function outputProblems(output: ModelOutput, manifest: OutcomeFields): [key: string, message: string][] {
  const { role, datatype, shape } = output;
  const problems: [key: string, message: string][] = [];
  if (role !== 'label' && output.labels) {
    problems.push(['labels', `is for outputs with the role label, not ${role}`]);
  }
  if (role === 'ignored') return problems;
  if (datatype === 'BYTES' && role !== 'label') {
    problems.push(['datatype', `is text, and the role ${role} needs numbers`]);
  }
  const task = taskKindOf(manifest);
  if (role === 'embedding' || !task.roles.includes(role)) return problems;
  const use = task.use(manifest);
  const declared = columnsOf(shape);
  if (declared !== undefined && !outputRoles[role].columns(use).includes(declared)) {
    problems.push(['shape', `has ${declared} columns, and ${outputRoles[role].meaning(use)}`]);
  }
  // A label output is read only where no other output gives the prediction.
  const unclear = role === 'label' && decidingOutput(manifest) === output && labelsProblem(use.names, output);
  if (unclear) problems.push(['labels', unclear]);
  return problems;
}

/** The score of a row says nothing without a threshold. */
function thresholdProblems(manifest: OutcomeFields): Issue[] {
  return manifest.threshold === null &&
    manifest.task === 'anomaly' &&
    decidingOutput(manifest)?.role === 'scores'
    ? [{ path: ['threshold'], message: 'must be a number, as the output has the role scores' }]
    : [];
}

/** Numbers per row; undefined where the manifest leaves the shape open. */
function columnsOf([, ...columns]: readonly number[]): number | undefined {
  return columns.includes(-1) ? undefined : columns.reduce((product, size) => product * size, 1);
}
