/**
 * Waits for Ctrl-C, a closed terminal or a request to end, and says so. npm passes on a signal that the terminal has
 * sent to all, so a second one does not cut the stopping short.
 * @returns {{ asked: boolean, when: Promise<void>, rejected: Promise<never> }} `rejected` rejects when it is asked
 */
export function stopRequest() {
  const request = { asked: false };
  request.when = new Promise((resolve) => {
    const stop = () => {
      if (!request.asked) process.stdout.write('\nStopping ...\n');
      request.asked = true;
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);
  });
  request.rejected = request.when.then(() => {
    throw new Error('it was stopped');
  });
  request.rejected.catch(() => {});
  return request;
}
