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
import { prometheus } from './query.js';

const TAG = 'plumbline';

/** A model's version that became its champion within the last minute, however many replicas serve it. */
const CHAMPION_CHANGES =
  '(model_version:champion:info unless model_version:champion:info offset 1m) ' +
  'and on (model) model_version:champion:info offset 1m';

/** A dashboard as rows of panels; the SDK places the panels from left to right. */
export interface Board {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Builder<VariableModel>[];
  readonly rows: readonly { readonly title: string; readonly panels: readonly Builder<Panel>[] }[];
}

/** Builds the dashboard in Grafana's classic JSON model, which every Grafana from 10 on provisions. */
export function build({ uid, title, description, variables, rows }: Board): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags([TAG])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('15s')
    .variables([...variables])
    .annotation(championChanges())
    .link(otherDashboards());
  for (const row of rows) {
    builder.withRow(new RowBuilder(row.title).id(panelId(row.title)));
    for (const panel of row.panels) builder.withPanel(panel);
  }
  return builder.build();
}

function championChanges(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Champion changes')
    .datasource(prometheus)
    .enable(true)
    .iconColor('purple')
    .expr(CHAMPION_CHANGES)
    .step('60s')
    .titleFormat('{{model}} {{version}} is champion')
    .tagKeys('model,version');
}

function otherDashboards(): DashboardLinkBuilder {
  return new DashboardLinkBuilder('Plumbline')
    .type(DashboardLinkType.Dashboards)
    .tags([TAG])
    .asDropdown(true)
    .keepTime(true)
    .includeVars(true);
}
