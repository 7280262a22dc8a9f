import useSWR, { type SWRResponse } from 'swr';
import { read } from './client.js';
import type { ApiProblem } from './problem.js';

/** How often pages read what changes by itself, in ms. */
export const LIVE_MS = 5_000;

/** An answer of predict, read again every `everyMs` while the page is visible. */
export type ApiAnswer<Body> = Pick<SWRResponse<Body, ApiProblem>, 'data' | 'error' | 'mutate'>;

/** Reads a path of predict; nothing while it is null, such as without the scope for it. */
export function useApi<Body>(path: string | null, everyMs = 0): ApiAnswer<Body> {
  return useSWR<Body, ApiProblem>(path, (address: string) => read<Body>(address), {
    refreshInterval: everyMs,
    shouldRetryOnError: ({ status }: ApiProblem) => status === 0 || status >= 500,
  });
}
