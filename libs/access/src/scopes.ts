/** All scopes, from the least to the most powerful; none implies another. */
export const SCOPES = [
  'predict',
  'feedback',
  'feedback:any',
  'monitor',
  'models',
  'retrain',
  'retrain:approve',
  'admin',
] as const;

/** One of `SCOPES`. */
export type Scope = (typeof SCOPES)[number];

/** Scopes for decisions that a machine must not make about its own requests: only people can have them. */
export const PERSONAL_SCOPES: readonly Scope[] = ['retrain:approve'];

/** Whether the text is a scope. */
export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}

/** The scopes of a space-separated OAuth scope value, in order, without duplicates. */
export function splitScope(value: string): string[] {
  return [...new Set(value.split(' ').filter((part) => part !== ''))];
}
