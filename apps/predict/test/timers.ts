const TIMERS = [
  'Date',
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

/** For `doNotFake`: everything that Jest could fake except these. */
export function timersBut(...faked: (typeof TIMERS)[number][]): (typeof TIMERS)[number][] {
  return TIMERS.filter((name) => !faked.includes(name));
}
