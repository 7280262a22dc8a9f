import { existsSync, readFileSync } from 'node:fs';

const PORTS = { AUTH_PORT: '8001', PREDICT_PORT: '8002' };

/**
 * The port of a service as it reads its own settings: the key, the file that `<key>_FILE` names, or the default.
 * @param {NodeJS.ProcessEnv} env
 * @param {'AUTH_PORT' | 'PREDICT_PORT'} key
 * @returns {string}
 */
export function servicePort(env, key) {
  const file = env[`${key}_FILE`] ?? '';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : env[key] || PORTS[key];
}
