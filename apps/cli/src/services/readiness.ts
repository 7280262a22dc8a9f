import { retry } from '@plumbline/tasks';

const POLL_MS = 100;
/** Longer than predict needs to fetch the public keys again after auth has started. */
const PATIENCE_MS = 15_000;

/** How long to wait for a service. */
export interface Patience {
  readonly signal: AbortSignal;
  readonly patienceMs?: number;
}

/**
 * Waits until a service that listens accepts requests: at the first start predict lacks the public keys until auth has
 * made them. Resolves to false when it is not ready in time, or after an abort.
 */
export async function becomesReady(
  url: string,
  { signal, patienceMs = PATIENCE_MS }: Patience,
): Promise<boolean> {
  const ask = async () => {
    const response = await fetch(`${url}/health/ready`, { signal });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`${url} is not ready`);
  };
  return retry(ask, { pauseMs: POLL_MS, patienceMs, signal }).then(
    () => true,
    () => false,
  );
}
