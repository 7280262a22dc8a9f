import type { Credentials } from '@plumbline/client';
import type { FeatureRow, Manifest } from '../../../predict/dist/models/index.js';
import { environment, type ServiceUrls } from '../installation/index.js';
import { curlData, shellQuoted } from './first-request.js';

/** The new version. */
interface AddedVersion {
  readonly manifest: Manifest;
  /** A row of the data. */
  readonly example: FeatureRow;
  readonly isChampion: boolean;
}

/** What to do with a new version: the first request, and where its report is. */
export async function firstSteps(
  { manifest, example, isChampion }: AddedVersion,
  { urls: { auth, predict }, credentials }: { readonly urls: ServiceUrls; readonly credentials: Credentials },
): Promise<string> {
  const { name, version } = manifest;
  const path = isChampion ? `/models/${name}` : `/models/${name}/versions/${version}`;
  const report = isChampion ? `/models/${name}/report` : `/models/${name}/report?version=${version}`;
  return `
${name} version ${version} is served${isChampion ? ' and the champion' : ''}.

${secretLine(credentials)}  TOKEN=$(${tokenRequest(auth, credentials)} | node -pe 'JSON.parse(fs.readFileSync(0)).access_token')
  curl -s ${predict}${path}/predict -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d ${await curlData(example, manifest)}

  report   ${predict}${report}
`;
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
