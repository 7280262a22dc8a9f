const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborts on Ctrl-C, a closed terminal or SIGTERM, in place of ending the process. Further signals have no effect, so that
 * everything stops in order: npm forwards a signal that the terminal has sent to every process.
 */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => stop.abort());
  return stop.signal;
}

/** Resolves when the signal aborts. */
export function onceAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Rejects when the signal aborts. */
export function rejectOnAbort(signal: AbortSignal): Promise<never> {
  const rejected = onceAborted(signal).then(() => {
    throw new Error('stopped');
  });
  rejected.catch(() => {});
  return rejected;
}
