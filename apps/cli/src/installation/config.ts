import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { root } from './checkout.js';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of this command. */
export const environment: Environment = process.env;

const PORTS = { AUTH_PORT: '8001', PREDICT_PORT: '8002' };

/** The port of a service as the service reads it: from the file that `<key>_FILE` names, the key, or the default. */
export function servicePort(env: Environment, key: keyof typeof PORTS): string {
  const file = env[`${key}_FILE`] ?? '';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : env[key] || PORTS[key];
}

/** The data folder of the services, as they read the setting. */
export function dataFolder(env: Environment): string {
  return resolve(root, env.PLUMBLINE_DATA_DIR || '.plumbline');
}

const SETTINGS = /^(AIRFLOW|AUTH|DATABASE|HTTP_ADAPTER|PLUMBLINE|PREDICT|PUSHGATEWAY|RETRAIN)(_|$)/;

/**
 * An environment without the settings of an installation, for a system of its own: it must not reach the database or
 * Airflow that the settings name.
 */
export function withoutSettings(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([key]) => !SETTINGS.test(key)));
}
