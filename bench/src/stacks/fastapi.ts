import { execFileSync } from 'node:child_process';
import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../apps/cli/dist/installation/index.js';
import { freePort } from '../../../apps/cli/dist/processes/index.js';
import { folderOf, MODEL } from '../payload.js';
import { startServer } from './server-process.js';
import type { Stack } from './stack.js';

const ISSUER = 'http://localhost:8001';
const AUDIENCE = 'plumbline';
const TOKEN_TTL_S = 86_400;

/** Where the peers in Python and their locked requirements are. */
export const peersFolder = join(root, 'bench', 'peers');

const environment = join(peersFolder, '.venv');
const interpreter = join(environment, 'bin', 'python');
const requirements = join(peersFolder, 'requirements.txt');

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** One uvicorn process on uvloop and httptools that verifies the token's signature on every request. */
export const fastapi = fastapiStack('fastapi', 'FastAPI + onnxruntime', 'off');

/** The same with a cache of verified tokens, which is unusual. */
export const fastapiCached = fastapiStack('fastapi-cached', 'FastAPI with a verified-token cache', 'on');

/**
 * Installs the locked requirements of the FastAPI peer, every file checked against its hash, unless they are installed.
 * `PYTHON` names another interpreter than python3.11.
 * @returns the reason why it cannot be installed
 */
export function prepareFastapi(onProgress: (message: string) => void): string | undefined {
  const python = process.env['PYTHON'] ?? 'python3.11';
  const stampFile = join(environment, 'stamp');
  const stamp = `${createHash('sha256').update(readFileSync(requirements)).digest('hex')} ${environment}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return undefined;
  if (!isPython311(python)) return `${python} is not Python 3.11, which the locked requirements are for`;
  onProgress('Installing the FastAPI peer (once)');
  execFileSync(python, ['-m', 'venv', '--clear', environment], { stdio: 'inherit' });
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
  const locked = ['--require-hashes', '--only-binary', ':all:', '-r', requirements];
  execFileSync(interpreter, [...pip, ...locked], { stdio: 'inherit' });
  writeFileSync(stampFile, stamp);
  return undefined;
}

function fastapiStack(id: string, label: string, tokenCache: 'on' | 'off'): Stack {
  return {
    id,
    label,
    model: MODEL,
    path: `/models/${MODEL}/predict`,
    isService: false,
    async start({ folder }) {
      const port = await freePort();
      const flags = ['--loop', 'uvloop', '--http', 'httptools', '--no-access-log', '--workers', '1'];
      return startServer({
        command: [interpreter, '-m', 'uvicorn', 'fastapi_app:app', '--port', String(port), ...flags],
        cwd: peersFolder,
        env: {
          ...process.env,
          BENCH_MODEL_DIR: folderOf(MODEL),
          BENCH_PUBLIC_JWK: JSON.stringify(publicKey.export({ format: 'jwk' })),
          BENCH_ISSUER: ISSUER,
          BENCH_AUDIENCE: AUDIENCE,
          BENCH_TOKEN_CACHE: tokenCache,
        },
        logFile: join(folder, `${id}.log`),
        probeUrl: `http://127.0.0.1:${port}/health/ready`,
      });
    },
    token: () => Promise.resolve(accessToken()),
  };
}

/** An ES256 token with the claims of the auth service's tokens. */
function accessToken(): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: randomUUID(),
    scope: 'predict feedback monitor models admin',
    client_id: 'plumbline',
    jti: randomUUID(),
    iat: now,
    exp: now + TOKEN_TTL_S,
  };
  const input = `${encode({ alg: 'ES256', typ: 'at+jwt', kid: randomUUID() })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function isPython311(python: string): boolean {
  try {
    return execFileSync(python, ['--version'], { encoding: 'utf8' }).startsWith('Python 3.11.');
  } catch {
    return false;
  }
}
