/**
 * @typedef {object} LinkBases
 * @property {string} [grafana] the URL of Grafana as people reach it
 * @property {string | null} [repository] the URL below which people read this repository's files; null when there is none
 */

/** Where an alert is explained. A rule's own absolute URL is kept. */
const RUNBOOK = '.CommonAnnotations.runbook_url';
const ALERTMANAGER = '{{ template "__alertmanagerURL" . }}';
const DASHBOARD =
  '{{ if .CommonLabels.model }}plumbline-drift-f1?var-model={{ .CommonLabels.model }}{{ else }}plumbline-prediction-performance{{ end }}';

/** How each medium writes a link. */
const MEDIA = {
  slack: { link: (name, url) => `<${url}|${name}>`, between: ' | ' },
  text: { link: (name, url) => `${name}: ${url}`, between: '\n' },
  html: { link: (name, url) => `<a href="${url}">${name}</a>`, between: ' | ' },
};

/**
 * The links of a message as a template of Alertmanager. Where the repository is null the runbook is named by its path.
 * @param {keyof typeof MEDIA} medium
 * @param {LinkBases} bases
 * @throws Error when nothing is said about the repository
 */
export function linksTemplate(medium, { grafana, repository }) {
  if (repository === undefined) {
    throw new Error(
      'messages link to runbooks: give --repository-url, or --no-runbook-links to name them by their path',
    );
  }
  const { link, between } = MEDIA[medium];
  const ownRunbook = link('Runbook', '{{ . }}');
  const runbook = repository === null ? 'Runbook: {{ . }}' : link('Runbook', `${base(repository)}/{{ . }}`);
  return [
    `{{ with ${RUNBOOK} }}{{ if match "^https?://" . }}${ownRunbook}{{ else }}${runbook}{{ end }}${between}{{ end }}` +
      link('Alertmanager', ALERTMANAGER),
    ...(grafana === undefined ? [] : [link('Dashboard', `${base(grafana)}/d/${DASHBOARD}`)]),
  ].join(between);
}

/** @throws Error unless the URL is absolute. */
function base(url) {
  const { href, protocol } = URL.canParse(url) ? new URL(url) : {};
  if (!/^https?:$/.test(protocol ?? '')) throw new Error(`${url} is not a URL such as https://example.org`);
  return href.replace(/\/+$/, '');
}
