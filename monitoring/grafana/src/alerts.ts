import type { Board } from './board.js';
import { list } from './panels.js';

/** The alerts that Prometheus raises now, above everything else; each links to its runbook. */
export const alerts: Board['rows'][number] = {
  title: 'Alerts',
  panels: [
    list({
      title: 'Alerts now',
      description:
        'What Prometheus raises at the end of the time range: pending until an alert has lasted for its time, then firing. The name links to its runbook.',
      unit: 'short',
      width: 24,
      height: 5,
      columns: ['alertname', 'alertstate', 'severity', 'model', 'service', 'feature'],
      links: { alertname: '${runbooks_url}/${__value.text}.md' },
      noValue: 'No alert.',
      queries: [
        {
          expr: 'max by (alertname, alertstate, severity, model, service, feature) (ALERTS{severity!="none"})',
          instant: true,
          format: 'table',
        },
      ],
    }),
  ],
};
