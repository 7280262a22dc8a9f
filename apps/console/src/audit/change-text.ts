import type { AuditEvent } from '../api/index.js';

/** What a change did, such as "champion 1 → 2, previous – → 1". */
export function changeText({ before, after }: Pick<AuditEvent, 'before' | 'after'>): string {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name) => [name, valueText(before?.[name]), valueText(after?.[name])] as const)
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => (before === null ? `${name} ${other}` : `${name} ${one} → ${other}`))
    .join(', ');
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
