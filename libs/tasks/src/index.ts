export { addSeconds, Clock, epochSeconds } from './clock.js';
export { Condition, type ConditionReports } from './condition.js';
export { type Deferred, deferred } from './deferred.js';
export { GroupCommit } from './group-commit.js';
export { RecurringTask, type RecurringTaskOptions } from './recurring-task.js';
export { Backoff, retry, type RetryOptions } from './retry.js';
export { mapInSlices, nextTurn } from './slices.js';
export { KeyedQueue, TaskQueue } from './task-queue.js';
export { settledWithin, sleep, TimedOut, withTimeout } from './timeout.js';
