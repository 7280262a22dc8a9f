import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  ConstantVariableBuilder,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { prometheus } from './query.js';

/** The data source of every panel: any Prometheus of the Grafana that the dashboard is in. */
const datasource = new DatasourceVariableBuilder('datasource')
  .label('Data source')
  .type('prometheus')
  .current({ selected: true, text: 'default', value: 'default' });

/** Where people reach the parts. `scripts/compose/setup.mjs` puts in the addresses of an installation. */
const ADDRESSES = {
  console_url: 'http://localhost:8002',
  airflow_url: 'http://localhost:8080',
  runbooks_url: 'https://git.example.org/plumbline/blob/main/docs/runbooks',
};

/** The data source, the processes that `series` come from, and the addresses of links. */
export function commonVariables(series: string): Builder<VariableModel>[] {
  return [
    datasource,
    labelValues('job', 'Job', `label_values(${series}, job)`),
    labelValues(
      'instance',
      'Instance',
      `label_values(${series.includes('{') ? series.replace('{', '{job=~"$job", ') : `${series}{job=~"$job"}`}, instance)`,
    ),
    ...Object.entries(ADDRESSES).map(([name, url]) => new ConstantVariableBuilder(name).value(url)),
  ];
}

/** The models to show, and the versions of these; all at first. */
export const modelVariables = [
  labelValues('model', 'Model', 'label_values(model_loaded{job=~"$job", instance=~"$instance"}, model)'),
  labelValues('version', 'Version', 'label_values(model_loaded{job=~"$job", model=~"$model"}, version)'),
];

function labelValues(name: string, label: string, query: string): QueryVariableBuilder {
  return new QueryVariableBuilder(name)
    .label(label)
    .datasource(prometheus)
    .query({ query, refId: `${name}-variable` })
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.NumericalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}
