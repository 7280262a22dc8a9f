/**
 * @typedef {object} LinkBases
 * @property {string} [grafana] the URL of Grafana as people reach it
 * @property {string} [repository] the URL below which people read this repository's files
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
 * The links of a message as a template of Alertmanager. Without a repository the runbook is named by its path.
 * @param {keyof typeof MEDIA} medium
 * @param {LinkBases} bases
 */
export function linksTemplate(medium, { grafana, repository }) {
  const { link, between } = MEDIA[medium];
  const ownRunbook = link('Runbook', '{{ . }}');
  const runbook =
    repository === undefined ? 'Runbook: {{ . }}' : link('Runbook', `${base(repository)}/{{ . }}`);
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
