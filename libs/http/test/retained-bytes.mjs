// Prints how many bytes of heap each answered and each refused request retains until the next full garbage collection.
// Needs --expose-gc, and --initial-heap-size so that V8 starts no full collection by itself.
import 'reflect-metadata';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { createHttpApp, HealthModule } from '@plumbline/http';
import { MetricsModule } from '@plumbline/metrics';

const CONNECTIONS = 40;
const ROUNDS = 100;

class EchoController {
  async echo(body) {
    for (let turns = 0; turns < 3; turns += 1) await nextTurn();
    return body;
  }
}
Controller()(EchoController);
Post('*path')(
  EchoController.prototype,
  'echo',
  Object.getOwnPropertyDescriptor(EchoController.prototype, 'echo'),
);
Body()(EchoController.prototype, 'echo', 0);

class EchoModule {}
Module({ imports: [MetricsModule.forService('auth'), HealthModule], controllers: [EchoController] })(
  EchoModule,
);

const app = await createHttpApp(EchoModule, {
  adapter: 'fast',
  body: { limitBytes: 1_000, inFlightBytes: 1_000_000, forms: false },
  errors: {},
  keepAliveTimeoutMs: 60_000,
  lanes: [
    { name: 'full', places: 0, holds: ({ path }) => path === '/refused' },
    { name: 'others', places: CONNECTIONS, holds: () => true },
  ],
  openApi: { title: 'Echo', description: 'Echo.' },
  shutdown: { drainMs: 0, timeoutMs: 0 },
  tokenCheck: () => () => true,
  logger: false,
});
const url = new URL(await app.listen(0, '127.0.0.1'));
const [answered, refused] = [await retainedBytes('answered', 201), await retainedBytes('refused', 503)];
process.stdout.write(JSON.stringify({ answered, refused }), () => process.exit());

async function retainedBytes(path, status) {
  const clients = [];
  for (let count = 0; count < CONNECTIONS; count += 1) clients.push(await open());
  await send(clients, path, status);
  const before = usedBytes();
  await send(clients, path, status);
  const after = usedBytes();
  for (const client of clients) client.destroy();
  return Math.round((after - before) / (CONNECTIONS * ROUNDS));
}

async function open() {
  const client = connect(Number(url.port), url.hostname);
  await once(client, 'connect');
  return client;
}

/** One request at a time on every connection. */
async function send(clients, path, status) {
  const head = `POST /${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n`;
  await Promise.all(
    clients.map(async (client, place) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        // So that some requests are in flight at any time.
        for (let turns = 0; turns < place % 5; turns += 1) await nextTurn();
        client.write(`${head}{"a":1}`);
        const [answer] = await once(client, 'data');
        if (!answer.toString().includes(` ${status} `)) throw new Error(answer.toString());
      }
    }),
  );
}

function usedBytes() {
  // An object is promoted to the old generation when it survives two collections of the young one.
  for (let times = 0; times < 3; times += 1) globalThis.gc({ type: 'minor' });
  return process.memoryUsage().heapUsed;
}
