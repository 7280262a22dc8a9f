import { expect } from '@jest/globals';
import type { RetrainingRun } from '@plumbline/client';
import type { LoopCase } from './loop-case.js';
import type { Part } from './parts.js';

/**
 * Lets the run end, and expects that it was the only one, that the audit trail says how it ended, and that a new firing
 * of the alert is answered with the pause.
 */
export async function expectOneRun(
  loop: LoopCase,
  predict: Part,
  how: 'success' | 'failed' = 'success',
): Promise<RetrainingRun> {
  loop.airflow.endRuns(how);
  const entry = await loop.untilTrail(predict, `the run's end`, ({ state }) => isEnd(state));
  expect(entry.state).toBe(how);
  expect(await loop.alert(predict, '2026-05-01T23:00:00Z')).toBe('cooldown');
  const runs = await loop.airflow.runs();
  expect(runs.map(({ dag_run_id: id, state }) => [id, state])).toEqual([[entry.dag_run_id, how]]);
  expect(await loop.trail(predict)).toHaveLength(1);
  return entry;
}

const isEnd = (state: string) => ['success', 'failed', 'refused', 'superseded'].includes(state);
