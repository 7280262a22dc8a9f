import { type Manifest, typeOf } from '../../../predict/dist/models/index.js';
import type { Credentials } from '@plumbline/client';
import { environment, type ServiceUrls } from '../installation/index.js';

/** What to do with a new version: the first request, and where its report is. */
export function firstSteps(
  manifest: Manifest,
  { urls: { auth, predict }, credentials }: { readonly urls: ServiceUrls; readonly credentials: Credentials },
  isChampion: boolean,
): string {
  const { name, version, features } = manifest;
  const row = Object.fromEntries(
    features.map((feature) => [feature.name, typeOf(feature).exampleOf(feature)]),
  );
  const path = isChampion ? `/models/${name}` : `/models/${name}/versions/${version}`;
  const report = isChampion ? `/models/${name}/report` : `/models/${name}/report?version=${version}`;
  return `
${name} version ${version} is served${isChampion ? ' and the champion' : ''}.

${secretLine(credentials)}  TOKEN=$(${tokenRequest(auth, credentials)} | node -pe 'JSON.parse(fs.readFileSync(0)).access_token')
  curl -s ${predict}${path}/predict -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d ${shellQuoted(JSON.stringify(row))}

  report   ${predict}${report}
`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Without the variable, the user of the shell types the secret again. */
function secretLine(credentials: Credentials): string {
  const key = 'clientId' in credentials ? 'PLUMBLINE_CLIENT_SECRET' : 'PLUMBLINE_PASSWORD';
  return environment[key] ? '' : `  read -rs ${key}   # type it, then Enter\n`;
}

/** The secret stays in the variable that the command read it from. */
function tokenRequest(auth: string, credentials: Credentials): string {
  return 'clientId' in credentials
    ? `curl -s ${auth}/oauth/token -u ${shellQuoted(credentials.clientId)}:"$PLUMBLINE_CLIENT_SECRET" -d grant_type=client_credentials`
    : `curl -s ${auth}/login --data-urlencode ${shellQuoted(`username=${credentials.username}`)} --data-urlencode "password=$PLUMBLINE_PASSWORD"`;
}
