import { expect, test } from '@jest/globals';
import { Condition } from './condition.js';

function recorded(isSame?: (before: string, after: string) => boolean) {
  const reports: string[] = [];
  const condition = new Condition<string>({
    onBegin: (detail) => reports.push(detail),
    onEnd: () => reports.push('over'),
    isSame,
  });
  return { reports, condition };
}

test('a condition is reported once when it begins and once when it ends', () => {
  const { reports, condition } = recorded();
  condition.end();
  condition.begin('away');
  condition.begin('still away');
  expect(condition.isOngoing).toBe(true);
  condition.end();
  condition.end();
  expect(condition.isOngoing).toBe(false);
  condition.begin('away again');
  expect(reports).toEqual(['away', 'over', 'away again']);
});

test('a condition that changes is reported again when it is no longer the same', () => {
  const { reports, condition } = recorded((before, after) => before === after);
  for (const detail of ['gone', 'gone', 'unreadable', 'unreadable']) condition.begin(detail);
  expect(reports).toEqual(['gone', 'unreadable']);
});
