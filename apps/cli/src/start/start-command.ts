import { Command } from 'commander';
import { examples } from '../command-line/index.js';
import { environment } from '../installation/index.js';
import { onceAborted, stopSignal } from '../processes/index.js';
import { type Services, startServices } from '../services/index.js';
import { accountLine, printStep, uptime } from '../terminal/index.js';

const HEART_DISEASE =
  '{"age":63,"sex":1,"cp":3,"trestbps":145,"chol":233,"fbs":1,"restecg":0,"thalach":150,"exang":0,"oldpeak":2.3,"slope":0,"ca":0,"thal":1}';

/** `plumbline start` */
export function startCommand(): Command {
  return new Command('start')
    .summary('run auth and predict with an embedded PostgreSQL')
    .description(
      'Runs auth and predict, with an embedded PostgreSQL unless DATABASE_URL is set, until Ctrl-C. Settings are environment variables; .env.example lists them.',
    )
    .addHelpText('after', examples('start', 'stack'))
    .action(start);
}

async function start(): Promise<void> {
  const stop = stopSignal();
  stop.addEventListener('abort', () => process.stdout.write('\nStopping ...\n'));
  process.stdout.write('Plumbline is starting\n');
  try {
    printStep('Starting PostgreSQL, auth and predict');
    const services = await startServices(environment, {
      command: 'npm start',
      onProgress: printStep,
      signal: stop,
    });
    process.stdout.write(welcome(services));
    await onceAborted(stop);
    await services.stop();
  } catch (error) {
    // Ctrl-C reaches the services as well, so it is no failure that they end.
    if (!stop.aborted) throw new Error(`\nPlumbline did not start: ${(error as Error).message}`);
  }
  process.stdout.write('Stopped.\n');
}

function welcome({ urls, admin, logFolder }: Services): string {
  const login = admin ? `"password=${admin.password}"` : '"password=$PASSWORD"';
  const hint = admin ? '' : '  (set PASSWORD to the password of the first start)\n';
  return `
Ready in ${uptime()}. Ctrl-C stops everything.

  auth       ${urls.auth}      docs ${urls.auth}/docs
  predict    ${urls.predict}      docs ${urls.predict}/docs
  metrics    ${urls.auth}/metrics and ${urls.predict}/metrics
  logs       ${logFolder}
${admin ? accountLine(admin, 11) : ''}
Try it in another terminal:
${hint}
  TOKEN=$(curl -s ${urls.auth}/login -d username=${admin?.username ?? 'admin'} --data-urlencode ${login} | node -pe 'JSON.parse(fs.readFileSync(0)).access_token')
  curl -s ${urls.predict}/models/heart-disease/predict -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${HEART_DISEASE}'

`;
}
