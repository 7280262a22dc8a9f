import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  type Panel,
  RowBuilder,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { panelId } from './panel-id.js';
import { commonVariables } from './variables.js';
import { alerts } from './alerts.js';
import { prometheus } from './query.js';

const TAG = 'plumbline';

/** A model's version that became its champion within the last minute, however many replicas serve it. */
const CHAMPION_CHANGES =
  '(model_version:champion:info unless model_version:champion:info offset 1m) ' +
  'and on (model) model_version:champion:info offset 1m';

/** Models of which a retraining is in progress. */
const RETRAININGS = 'max by (model) (retrain_run_state{state=~"accepted|queued|running"}) == 1';

/** A dashboard as rows of panels; the SDK places the panels from left to right. */
export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  /** A series of the processes that the dashboard is about, which offers their jobs and instances. */
  readonly processes: string;
  readonly variables: readonly Builder<VariableModel>[];
  readonly rows: readonly { readonly title: string; readonly panels: readonly Builder<Panel>[] }[];
}

/** Builds the dashboard in Grafana's classic JSON model, which every Grafana from 10 on provisions. */
export function build({ uid, title, description, processes, variables, rows }: Board): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('15s')
    .variables([...commonVariables(processes), ...variables])
    .annotations(annotations())
    .links(links());
  for (const row of [alerts, ...rows]) {
    builder.withRow(new RowBuilder(row.title).id(panelId(row.title)));
    for (const panel of row.panels) builder.withPanel(panel);
  }
  return builder.build();
}

/** What explains a bend of a line. */
function annotations(): AnnotationQueryBuilder[] {
  return [
    annotation('Champion changes', 'purple', CHAMPION_CHANGES)
      .titleFormat('{{model}} {{version}} is champion')
      .tagKeys('model,version'),
    annotation('Retrainings', 'blue', RETRAININGS)
      .titleFormat('{{model}} is being retrained')
      .tagKeys('model'),
    annotation('Alerts', 'red', 'ALERTS{alertstate="firing", severity=~"critical|warning"}')
      .titleFormat('{{alertname}}')
      .tagKeys('model,service,severity'),
  ];
}

function annotation(name: string, colour: string, expr: string): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(prometheus)
    .enable(true)
    .iconColor(colour)
    .expr(expr)
    .step('60s');
}

/** The other dashboards, and the pages outside of Grafana. */
function links(): DashboardLinkBuilder[] {
  return [
    new DashboardLinkBuilder('Plumbline')
      .type(DashboardLinkType.Dashboards)
      .tags([TAG])
      .asDropdown(true)
      .keepTime(true)
      .includeVars(true),
    page('Console', '${console_url}/', 'Models, their reports, and what was decided'),
    page('Airflow', '${airflow_url}/dags', 'Runs of the retraining DAG'),
    page('Runbooks', '${runbooks_url}', 'What each alert means, and what to do'),
  ];
}

function page(title: string, url: string, tooltip: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .icon('external link')
    .url(url)
    .tooltip(tooltip)
    .targetBlank(true);
}
