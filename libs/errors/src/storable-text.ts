import type { Issue } from './validation-failed.js';

/** Characters that PostgreSQL cannot store: NUL, and half a surrogate pair. */
const UNSTORABLE = /[\0\p{Cs}]/u;
const EACH_UNSTORABLE = /[\0\p{Cs}]/gu;

/** Whether PostgreSQL can store the text. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** The text with U+FFFD for each character that PostgreSQL cannot store. */
export function storableText(text: string): string {
  return text.replaceAll(EACH_UNSTORABLE, '\u{FFFD}');
}

/** JSON with `storableText` in place of each of its strings and keys. */
export function storableJson(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableJson);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [storableText(key), storableJson(item)]),
  );
}

/** One issue for each string or key within JSON that PostgreSQL cannot store. */
export function unstorableText(value: unknown, path: Issue['path'] = []): Issue[] {
  if (typeof value === 'string') {
    return isStorable(value) ? [] : [{ path, message: 'has a NUL character or an unpaired surrogate' }];
  }
  if (Array.isArray(value)) return value.flatMap((item, index) => unstorableText(item, [...path, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    isStorable(key)
      ? unstorableText(item, [...path, key])
      : [
          {
            path: [...path, storableText(key)],
            message: 'has a NUL character or an unpaired surrogate in its name',
          },
        ],
  );
}
