import { type EvaluationList, LIVE_MS, type ModelList, type RetrainList, useApi } from '../api/index.js';
import { PublishCard } from '../publish/index.js';
import { DataTable, Loaded, Page } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';
import { ModelRow } from './model-row.js';

const { models: words } = texts;
/** Enough to find the latest one of each model. */
const RETRAINS = 'retrains?limit=200';

/** All models at a glance: champion, quality, drift, traffic, retraining. */
export function ModelsPage() {
  const { can } = useSession();
  const models = useApi<ModelList>('models', LIVE_MS);
  const evaluations = useApi<EvaluationList>(can('monitor') ? 'evaluations' : null, LIVE_MS);
  const retrains = useApi<RetrainList>(can('retrain') ? RETRAINS : null, LIVE_MS);
  return (
    <Page title={words.title}>
      <Loaded of={models}>
        {({ models: list }) =>
          list.length === 0 ? (
            <p>{words.none}</p>
          ) : (
            <div className="card">
              <DataTable caption={words.title} columns={words.columns} className="models">
                {list.map((model) => (
                  <ModelRow
                    key={model.name}
                    model={model}
                    evaluation={evaluations.data?.evaluations.find((each) => each.model === model.name)}
                    retrain={retrains.data?.retrains.find((each) => each.model === model.name)}
                  />
                ))}
              </DataTable>
            </div>
          )
        }
      </Loaded>
      {can('models') && <PublishCard onChange={() => void models.mutate()} />}
    </Page>
  );
}
