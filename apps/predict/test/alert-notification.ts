/** An alert as Alertmanager sends it. */
export interface SentAlert {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

/** The fall of a model's F1, with changes. */
export function modelF1Drop(changes: Partial<SentAlert> = {}): SentAlert {
  return {
    status: 'firing',
    labels: { alertname: 'ModelF1Drop', model: 'rent', severity: 'critical' },
    annotations: { summary: 'F1 fell.', f1: '0.61', f1_before: '0.82', samples: '400' },
    startsAt: '2026-05-01T10:00:00Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus:9090/graph',
    fingerprint: 'a1b2c3d4e5f60718',
    ...changes,
  };
}

/** A notification of Alertmanager's webhook, version 4. */
export function notification(...alerts: readonly SentAlert[]) {
  return {
    version: '4',
    groupKey: '{}:{alertname="ModelF1Drop", model="rent"}',
    truncatedAlerts: 0,
    receiver: 'retrain',
    status: 'firing',
    groupLabels: { alertname: 'ModelF1Drop' },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager:9093',
    alerts,
  };
}
