/** Work did not end in time. */
export class TimedOut extends Error {
  constructor(what: string, timeoutMs: number) {
    super(`${what} took longer than ${timeoutMs} ms`);
    this.name = 'TimedOut';
  }
}

/**
 * Waits for the work no longer than the time. What it still does then is not waited for; the signal asks it to end.
 * @param what names the work in the message: "reading the file".
 * @throws {TimedOut} and what the work throws.
 */
export async function withTimeout<Result>(
  timeoutMs: number,
  what: string,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const abort = new AbortController();
  const working = work(abort.signal);
  if ((await settledWithin(timeoutMs, working)) === 'pending') {
    const error = new TimedOut(what, timeoutMs);
    abort.abort(error);
    throw error;
  }
  return working;
}

/** How a promise stands when it settles, or when the time is up. Never rejects. */
export async function settledWithin(
  timeoutMs: number,
  promise: Promise<unknown>,
): Promise<'fulfilled' | 'rejected' | 'pending'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'pending'>((resolve) => {
    timer = setTimeout(() => resolve('pending'), timeoutMs);
  });
  const settled = promise.then(
    () => 'fulfilled' as const,
    () => 'rejected' as const,
  );
  try {
    return await Promise.race([settled, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Resolves after the time, or as soon as the signal is aborted. Never rejects. */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener('abort', end, { once: true });
  });
}
