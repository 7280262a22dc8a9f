import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { peersFolder, pythonOf } from './python-environment.mjs';
import { startServer } from './server-process.mjs';

const ISSUER = 'http://localhost:8001';
const AUDIENCE = 'plumbline';
const TOKEN_TTL_S = 86_400;

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

function fastapiStack(id, label, tokenCache) {
  return {
    id,
    label,
    path: '/models/heart-disease/predict',
    async start({ folder, modelDir }) {
      const port = await freePort();
      const flags = ['--loop', 'uvloop', '--http', 'httptools', '--no-access-log', '--workers', '1'];
      return startServer({
        command: [pythonOf(), '-m', 'uvicorn', 'fastapi_app:app', '--port', String(port), ...flags],
        cwd: peersFolder,
        env: {
          ...process.env,
          BENCH_MODEL_DIR: modelDir,
          BENCH_PUBLIC_JWK: JSON.stringify(publicKey.export({ format: 'jwk' })),
          BENCH_ISSUER: ISSUER,
          BENCH_AUDIENCE: AUDIENCE,
          BENCH_TOKEN_CACHE: tokenCache,
        },
        logFile: join(folder, `${id}.log`),
        probeUrl: `http://127.0.0.1:${port}/health/ready`,
      });
    },
    token: async () => accessToken(),
  };
}

/** One uvicorn process on uvloop and httptools that verifies the token's signature on every request. */
export const fastapi = fastapiStack('fastapi', 'FastAPI + onnxruntime', 'off');

/** The same with a cache of verified tokens, which is not usual. */
export const fastapiCached = fastapiStack('fastapi-cached', 'FastAPI with a verified-token cache', 'on');

/** An ES256 token with the claims of the auth service's tokens. */
function accessToken() {
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

function encode(value) {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
