import { once } from 'node:events';
import { createServer } from 'node:net';
import { services } from '../compose.js';

/** The ports of this machine that the compose files take. */
export function publishedPorts(): number[] {
  return services.flatMap(({ service }) =>
    (service.ports ?? []).map((port) => Number(port.split(':').at(-2))),
  );
}

/** @throws Error naming every port that something listens on. */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  const free = await Promise.all(ports.map(isFree));
  const taken = ports.filter((_, index) => !free[index]);
  if (taken.length === 0) return;
  throw new Error(
    `The compose files take ports that are in use: ${taken.join(', ')}. ` +
      'Stop what listens there, such as npm start or another compose project.',
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
