/** What a token can allow, smallest first; no scope implies another. */
export const SCOPES = ['predict', 'feedback', 'monitor', 'models', 'retrain', 'admin'] as const;

/** One of `SCOPES`. */
export type Scope = (typeof SCOPES)[number];

/** Whether the text is a scope of this product. */
export function isScope(text: string): text is Scope {
  return (SCOPES as readonly string[]).includes(text);
}

/** The parts of a space-separated OAuth scope value, each once, in their order. */
export function splitScope(value: string): string[] {
  return [...new Set(value.split(' ').filter((part) => part !== ''))];
}
