import { endWithNpm } from './npm-watch.mjs';
import { startServices } from './services.mjs';
import { stopRequest } from './stop-request.mjs';
import { prepareWorkspace } from './workspace.mjs';

const HEART_DISEASE =
  '{"age":63,"sex":1,"cp":3,"trestbps":145,"chol":233,"fbs":1,"restecg":0,"thalach":150,"exang":0,"oldpeak":2.3,"slope":0,"ca":0,"thal":1}';

const startedAt = Date.now();
const stop = stopRequest();
endWithNpm();
const progress = (message) => process.stdout.write(`  ${message} ...\n`);

try {
  process.stdout.write('Plumbline is starting\n');
  await Promise.race([prepareWorkspace(progress), stop.rejected]);
  progress('Starting PostgreSQL, auth and predict');
  const services = await startServices(process.env, {
    command: 'npm start',
    onProgress: progress,
    stopped: stop.rejected,
  });
  process.stdout.write(welcome(services));
  await stop.when;
  await services.stop();
} catch (error) {
  // Ctrl-C reaches the services too: that they end then is no failure.
  if (!stop.asked) {
    process.stderr.write(`\nPlumbline did not start: ${error.message}\n`);
    process.exit(1);
  }
}
process.stdout.write('Stopped.\n');
process.exit(0);

function welcome({ urls, admin, logFolder }) {
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  const password = admin
    ? `  admin      ${admin.username} / ${admin.password}   (shown only now: keep it)\n`
    : '';
  const login = admin ? `"password=${admin.password}"` : '"password=$PASSWORD"';
  const hint = admin ? '' : '  (set PASSWORD to the password of the first start)\n';
  return `
Ready in ${seconds} s. Ctrl-C stops everything.

  auth       ${urls.auth}      docs ${urls.auth}/docs
  predict    ${urls.predict}      docs ${urls.predict}/docs
  metrics    ${urls.auth}/metrics and ${urls.predict}/metrics
  logs       ${logFolder}
${password}
Try it in another terminal:
${hint}
  TOKEN=$(curl -s ${urls.auth}/login -d username=${admin?.username ?? 'admin'} --data-urlencode ${login} | node -pe 'JSON.parse(fs.readFileSync(0)).access_token')
  curl -s ${urls.predict}/models/heart-disease/predict -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '${HEART_DISEASE}'

`;
}
