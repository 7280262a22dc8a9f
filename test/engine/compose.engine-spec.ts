import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ComposeProject } from './compose-project.js';
import { until } from '../until.js';
import { publishedPorts, requireFreePorts } from './free-ports.js';
import { giveFeedback, isAlive, largeBatch, post, predict, signIn, targets } from './services-under-test.js';

const UP = 'docker compose -f docker-compose.yml -f docker-compose.monitoring.yml up --build -d';
const ADMIN_PASSWORD = 'docker compose exec -T auth cat /etc/plumbline/auth_admin_password';
/** A program on this machine, as the containers see it. */
const PROXY = '172.30.30.1';
/** A client behind it. */
const CLIENT = '198.51.100.7';

/* The compose files on an engine. Each test goes on where the one before it stopped, as an operator would. */
let project: ComposeProject;
let password: string;
let token: string;
let kept: string;

beforeAll(async () => {
  project = ComposeProject.clone('plumbline-check');
  await requireFreePorts(publishedPorts());
});

afterAll(() => project.remove());

test('start in a fresh clone that is closed to other users, with the documented command alone', async () => {
  project.run(UP);
  project.set('COMPOSE_FILE=docker-compose.yml:docker-compose.monitoring.yml');
  await project.healthy();
  const statuses = Object.values(project.containers()).map(({ State }) => State.Status);
  expect(statuses.filter((status) => status === 'running')).toHaveLength(8);
});

test('show the password of the admin, who predicts', async () => {
  password = project.run(ADMIN_PASSWORD);
  token = await signIn(password);
  kept = await predict(token);
  expect(await giveFeedback(token, kept)).toBe(200);
});

test('let Prometheus reach every target', async () => {
  await until(async () => (await targets()).every((health) => health === 'up'));
});

test('give each service the secrets of no other', () => {
  const files = (service: string) =>
    project.run(`docker compose exec -T ${service} ls /etc/plumbline`).trim().split('\n').sort();
  expect(files('auth')).toEqual(['auth_admin_password', 'auth_database_url', 'auth_key_encryption_key']);
  expect(files('predict')).toEqual(['airflow_password', 'predict_database_url']);
});

test('answer health checks while 250 batches of 4 MB arrive at once, and refuse what memory cannot hold', async () => {
  const body = largeBatch();
  let waiting = true;
  const answers = Promise.all(
    Array.from({ length: 250 }, async () => {
      const response = await post('/predict/batch', token, body);
      await response.arrayBuffer();
      return { status: response.status, retryAfter: response.headers.get('retry-after') };
    }),
  ).finally(() => (waiting = false));
  const alive: boolean[] = [];
  while (waiting) alive.push(await isAlive());
  const kinds = new Set(
    (await answers).map(({ status, retryAfter }) => `${status} ${Number(retryAfter) > 0}`),
  );
  expect([...kinds].sort()).toEqual(['200 false', '503 true']);
  expect(new Set(alive)).toEqual(new Set([true]));
  expect(project.containers()['predict']).toMatchObject({
    RestartCount: 0,
    State: { Status: 'running', OOMKilled: false },
  });
  const id = await predict(token);
  await until(async () => (await giveFeedback(token, id)) === 200); // when the accepted batches are in the database
});

test('lose no acknowledged prediction when predict is killed while PostgreSQL is away', async () => {
  project.run('docker compose stop postgres');
  const acknowledged: string[] = [];
  for (let count = 0; count < 50; count += 1) acknowledged.push(await predict(token));
  project.run('docker compose kill predict');
  project.run('docker compose up -d');
  await project.healthy();
  for (const id of acknowledged) await until(async () => (await giveFeedback(token, id)) === 200);
});

test('believe a trusted proxy, and know of no orphans when one service is started anew', async () => {
  project.set(`AUTH_TRUSTED_PROXIES=${PROXY}`);
  const { code, stderr } = project.try('docker compose up -d auth');
  expect([code, /orphan/i.test(stderr)]).toEqual([0, false]);
  await project.healthy();
  token = await signIn(password, CLIENT);
  const signIns = `SELECT FROM auth.audit_events WHERE action = 'login.succeeded' AND address = '${CLIENT}'`;
  expect(project.run(`docker compose exec -T postgres psql -U postgres auth -c "${signIns}"`)).toContain(
    '(1 row)',
  );
});

test('stop within their time, all with exit code 0', () => {
  project.run('docker compose stop');
  const ends = Object.entries(project.containers()).map(([name, { State }]) => [name, State.ExitCode]);
  expect(ends.filter(([, code]) => code !== 0)).toEqual([]);
});

test('keep accounts and predictions over down and up', async () => {
  project.run('docker compose down');
  project.run('docker compose up -d');
  await project.healthy();
  expect(project.run(ADMIN_PASSWORD)).toBe(password);
  token = await signIn(password);
  expect(await giveFeedback(token, kept)).toBe(200);
});

test('name the lost key when the secrets are lost but not the database, and start once it is given up', async () => {
  project.run('docker compose down');
  const lost = ['postgres', 'auth', 'predict'].map((service) => `plumbline-check_${service}-config`);
  project.run(`docker volume rm ${lost.join(' ')}`);
  expect(project.try('docker compose up -d').code).not.toBe(0);
  expect(project.run('docker compose logs auth')).toContain('was encrypted with another key');
  project.run(`docker compose exec -T postgres psql -U postgres auth -c 'DELETE FROM auth.signing_keys'`);
  project.run('docker compose up -d');
  await project.healthy();
  token = await signIn(password);
  expect(await giveFeedback(token, kept)).toBe(200);
});

test.each([
  ['while the database is made', 'running bootstrap script'],
  ['before the roles are made', 'database system is ready to accept connections'],
])('recover when PostgreSQL is killed in its first start, %s', async (_, moment) => {
  project.run('docker compose down --volumes');
  project.run('docker compose up -d postgres');
  await project.killAt('postgres', moment);
  project.run('docker compose up -d auth');
  await project.healthy();
  await signIn(project.run(ADMIN_PASSWORD));
});

test('name a database that an earlier version left half-made', async () => {
  project.run('docker compose down --volumes');
  const leave = 'mkdir -p "$PGDATA" && echo 18 >"$PGDATA/PG_VERSION"';
  project.run(`docker compose run --rm --no-deps --entrypoint sh postgres -c '${leave}'`);
  project.run('docker compose up -d postgres');
  await until(() => project.run('docker compose logs postgres').includes('is incomplete'));
});
