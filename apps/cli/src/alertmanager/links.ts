import { UsageError } from '../command-line/index.js';

/** Where the links of messages lead. */
export interface LinkBases {
  /** The URL of predict, with its console and reports, as people reach it. */
  readonly console?: string | undefined;
  /** The URL of Grafana as people reach it. */
  readonly grafana?: string | undefined;
  /** The URL below which people read the files of this repository; null when there is none. */
  readonly repository?: string | null | undefined;
}

/** The document that explains an alert. A rule's own absolute URL is kept. */
const RUNBOOK = '.CommonAnnotations.runbook_url';
const ALERTMANAGER = '{{ template "__alertmanagerURL" . }}';
const REPORT = '/models/{{ .CommonLabels.model }}/report';
const DASHBOARD =
  '{{ if .CommonLabels.model }}plumbline-drift-f1?var-model={{ .CommonLabels.model }}{{ else }}plumbline-prediction-performance{{ end }}';

/** How each medium writes a link, and what stands between two links. */
const MEDIA = {
  slack: { link: (name: string, url: string) => `<${url}|${name}>`, between: ' | ' },
  text: { link: (name: string, url: string) => `${name}: ${url}`, between: '\n' },
  html: { link: (name: string, url: string) => `<a href="${url}">${name}</a>`, between: ' | ' },
};

/**
 * The links of a message as a template of Alertmanager. Where the repository is null, the runbook is named by its path.
 * @throws UsageError when the repository is undefined or a URL is not absolute
 */
export function linksTemplate(
  medium: keyof typeof MEDIA,
  { console, grafana, repository }: LinkBases,
): string {
  if (repository === undefined) {
    throw new UsageError(
      'messages link to runbooks: give --repository-url, or --no-runbook-links to name them by their path',
    );
  }
  const { link, between } = MEDIA[medium];
  const ownRunbook = link('Runbook', '{{ . }}');
  const runbook =
    repository === null ? 'Runbook: {{ . }}' : link('Runbook', `${absolute(repository)}/{{ . }}`);
  return [
    `{{ with ${RUNBOOK} }}{{ if match "^https?://" . }}${ownRunbook}{{ else }}${runbook}{{ end }}${between}{{ end }}` +
      (console === undefined ? '' : ofModel(link('Report', `${absolute(console)}${REPORT}`) + between)) +
      link('Alertmanager', ALERTMANAGER),
    ...(console === undefined ? [] : [link('Console', consoleUrl(console))]),
    ...(grafana === undefined ? [] : [link('Dashboard', `${absolute(grafana)}/d/${DASHBOARD}`)]),
  ].join(between);
}

/** The page of the console about what an alert is about, as a template. @throws UsageError when the URL is not absolute */
export function consoleUrl(console: string): string {
  return `${absolute(console)}/${ofModel('#/models/{{ .CommonLabels.model }}/watch')}`;
}

function ofModel(template: string): string {
  return `{{ if .CommonLabels.model }}${template}{{ end }}`;
}

function absolute(url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UsageError(`${url} is not a URL such as https://example.org`);
  }
  return new URL(url).href.replace(/\/+$/, '');
}
