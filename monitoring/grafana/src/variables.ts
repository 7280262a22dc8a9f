import {
  QueryVariableBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { prometheus } from './query.js';

/** The models to show; all at first. */
export const modelVariable = labelValues('model', 'Model', 'label_values(model_loaded, model)');

/** The versions of the chosen models; all at first. */
export const versionVariable = labelValues(
  'version',
  'Version',
  'label_values(model_loaded{model=~"$model"}, version)',
);

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
