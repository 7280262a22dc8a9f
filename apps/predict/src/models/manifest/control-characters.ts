import type { Issue } from '@plumbline/errors';
import type { Manifest } from './manifest-fields.schema.js';

const CONTROL = /\p{Cc}/u;
/** A description may have lines and tabs. */
const CONTROL_IN_PROSE = /[^\P{Cc}\t\n]/u;

/**
 * One issue for each text of a manifest with a control character, which a terminal that shows a log or `/metrics` would obey.
 * Only new versions are refused: one that is stored is served as before.
 */
export function controlCharacters(manifest: Manifest): Issue[] {
  return issuesIn(manifest, []);
}

function issuesIn(value: unknown, path: Issue['path']): Issue[] {
  if (typeof value === 'string') {
    const isRefused = (path.at(-1) === 'description' ? CONTROL_IN_PROSE : CONTROL).test(value);
    return isRefused ? [{ path, message: 'has a control character' }] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    CONTROL.test(key)
      ? [{ path, message: 'has a control character in a name' }]
      : issuesIn(item, [...path, key]),
  );
}
