import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder, environment } from '../installation/index.js';

const LINE = /^ts=(?<time>\S+) .*msg="Notify for alerts failed".* err="(?<error>(?:[^"\\]|\\.)*)"/;

/** Why an integration failed, by the log of the Alertmanager that `npm run stack` started; undefined where it has nothing. */
export function failureInLog(integration: string, since: Date): string | undefined {
  const file = join(dataFolder(environment), 'logs/alertmanager.log');
  if (!existsSync(file)) return undefined;
  const errors = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const { time = '', error = '' } = LINE.exec(line)?.groups ?? {};
      return new Date(time) >= since ? error.split('; ') : [];
    })
    .filter((error) => error.includes(`/${integration}[`));
  return errors.at(-1)?.replaceAll('\\"', '"');
}
