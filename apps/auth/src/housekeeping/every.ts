import { Logger } from '@nestjs/common';

/**
 * Runs the job every so many ms, never twice at once, and keeps no process alive. A failure is logged and the next
 * turn tries again. Returns a function that stops it.
 */
export function every(periodMs: number, name: string, job: () => Promise<unknown>): () => void {
  const logger = new Logger(name);
  let running = false;
  const turn = async () => {
    if (running) return;
    running = true;
    try {
      await job();
    } catch (error) {
      logger.error({ message: 'failed; the next turn tries again', error: String(error) });
    } finally {
      running = false;
    }
  };
  const timer = setInterval(() => void turn(), periodMs).unref();
  return () => clearInterval(timer);
}
