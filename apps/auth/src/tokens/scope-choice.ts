import { type Scope, splitScope } from '@plumbline/access';

/**
 * The scopes that a token gets: all that are allowed, or those of them that were asked for. Undefined when something
 * was asked for that is not allowed, or nothing is left.
 */
export function chooseScopes(allowed: readonly Scope[], requested: string | undefined): Scope[] | undefined {
  const wanted = splitScope(requested ?? '');
  if (wanted.length === 0) return allowed.length === 0 ? undefined : [...allowed];
  const chosen = allowed.filter((scope) => wanted.includes(scope));
  return chosen.length === wanted.length ? chosen : undefined;
}
