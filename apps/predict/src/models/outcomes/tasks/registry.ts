import type { z } from 'zod';
import { classForm, labelsForm, numberForm, type OutcomeForm, targetsForm } from '../forms/index.js';
import { anomaly, type anomalyFields } from './anomaly.js';
import { binary, type binaryFields } from './binary.js';
import { multiclass, type multiclassFields } from './multiclass.js';
import { multilabel, type multilabelFields } from './multilabel.js';
import { regression, type regressionFields } from './regression.js';
import type { TaskKind } from './task-kind.js';

type FieldsOf<Shape extends z.ZodRawShape> = z.infer<z.ZodObject<Shape>>;

/** What a manifest says about its predictions. */
export type TaskFields =
  | FieldsOf<typeof binaryFields>
  | FieldsOf<typeof multiclassFields>
  | FieldsOf<typeof multilabelFields>
  | FieldsOf<typeof regressionFields>
  | FieldsOf<typeof anomalyFields>;

/** The name of a task. */
export type Task = TaskFields['task'];

const tasks: { readonly [Name in Task]: TaskKind<Extract<TaskFields, { task: Name }>> } = {
  binary,
  multiclass,
  multilabel,
  regression,
  anomaly,
};

const forms: Readonly<Record<Task, (names: readonly string[]) => OutcomeForm>> = {
  binary: classForm,
  multiclass: classForm,
  multilabel: labelsForm,
  regression: (targets) => (targets.length === 0 ? numberForm : targetsForm(targets)),
  anomaly: classForm,
};

/** Every task. */
export const taskNames = Object.keys(tasks) as [Task, ...Task[]];

/** How manifests with the task of this one are read. */
export function taskKindOf({ task }: { readonly task: Task }): TaskKind<TaskFields> {
  return tasks[task];
}

/** What a version predicts. It is stored for every version that was ever served. */
export interface OutcomeKind {
  readonly task: Task;
  /** Classes, labels or targets, in the order of the manifest; empty for a single number. */
  readonly names: readonly string[];
}

/** What the versions with this manifest predict. */
export function outcomeKindOf(fields: TaskFields): OutcomeKind {
  return { task: fields.task, names: taskKindOf(fields).use(fields).names };
}

/** The forms of the outcomes of this kind. */
export function outcomeFormOf({ task, names }: OutcomeKind): OutcomeForm {
  return forms[task](names);
}

const ofManifests = new WeakMap<TaskFields, OutcomeForm>();

/** The forms of the outcomes of a manifest; made once for each. */
export function outcomeFormOfManifest(fields: TaskFields): OutcomeForm {
  let form = ofManifests.get(fields);
  if (form === undefined) ofManifests.set(fields, (form = outcomeFormOf(outcomeKindOf(fields))));
  return form;
}
