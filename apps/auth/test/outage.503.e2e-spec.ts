import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type TestDatabase, testDatabase } from '@plumbline/postgres/testing';
import { addClient, signIn } from './accounts.js';
import { ADMIN, type AuthService, startReplica } from './auth-service.js';
import { send } from './requests.js';

/** A door in front of PostgreSQL that a test can shut. */
class Door {
  private readonly sockets = new Set<Socket>();
  private shut = false;
  private readonly server: Server;

  constructor(target: URL) {
    this.server = createServer((client) => {
      if (this.shut) return void client.destroy();
      const upstream = connect(Number(target.port), target.hostname);
      for (const socket of [client, upstream]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy()).on('close', () => this.sockets.delete(socket));
      }
      client.pipe(upstream).pipe(client);
    });
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as { port: number }).port;
  }

  close(): void {
    this.shut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  reopen(): void {
    this.shut = false;
  }

  end(): void {
    this.close();
    this.server.close();
  }
}

let database: TestDatabase;
let door: Door;
let auth: AuthService;

beforeEach(async () => {
  database = await testDatabase();
  door = new Door(new URL(database.url));
  const behind = new URL(database.url);
  behind.port = String(await door.open());
  const replica = await startReplica(database, { DATABASE_URL: behind.href });
  auth = { ...replica, database, close: () => replica.app.close() };
});
afterEach(async () => {
  door.reopen();
  await auth.close();
  door.end();
  await database.close();
});

describe('while the database is away', () => {
  test('answers 503 with Retry-After where it is needed, serves the keys, and recovers by itself (ASVS 16.5.3)', async () => {
    const { basic } = await addClient(auth, 'robot', 'predict');
    const { access_token: token } = await signIn(auth);
    door.close();

    const login = await send('POST', `${auth.url}/login`, { json: ADMIN });
    const me = await send('GET', `${auth.url}/me`, { token });
    for (const answer of [login, me]) {
      expect([answer.status, answer.body.code]).toEqual([503, 'database_unreachable']);
      expect(answer.headers.get('retry-after')).toBe('2');
    }
    const form = { grant_type: 'client_credentials' };
    const grant = await send('POST', `${auth.url}/oauth/token`, { form, headers: { authorization: basic } });
    expect([grant.status, grant.body.error]).toEqual([503, 'temporarily_unavailable']);
    expect((await send('GET', `${auth.url}/.well-known/jwks.json`)).status).toBe(200);
    expect((await send('GET', `${auth.url}/health/live`)).status).toBe(200);
    expect((await send('GET', `${auth.url}/health/ready`)).status).toBe(503);

    door.reopen();
    expect((await send('GET', `${auth.url}/me`, { token })).status).toBe(200);
    expect((await send('GET', `${auth.url}/health/ready`)).status).toBe(200);
  });
});
