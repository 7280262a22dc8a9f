import { type FormEvent, useState } from 'react';
import { Link, useParams } from 'wouter';
import {
  ApiProblem,
  change,
  type Feature,
  type ModelDetail,
  type Prediction,
  useApi,
  type VersionDetail,
} from '../api/index.js';
import { Loaded, modelHref, Page, Problem } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';
import { FeatureField } from './feature-field.js';
import { PredictionView } from './prediction-view.js';
import { RequestSnippets } from './request-snippets.js';
import { type Entries, exampleEntries, rowOf } from './row.js';
import { TruthForm } from './truth-form.js';

const { tryIt: words } = texts;

/** A form made from the features of a model, its answer, and the same request for programs. */
export function TryItPage() {
  const { model: name = '' } = useParams<{ model: string }>();
  const model = useApi<ModelDetail>(`models/${encodeURIComponent(name)}`);
  const [chosen, setChosen] = useState<{ readonly model: string; readonly version: number }>();
  return (
    <Page
      title={words.title(name)}
      actions={
        <Link className="button" href={modelHref(name)}>
          {words.back}
        </Link>
      }
    >
      <Loaded of={model}>
        {({ champion, versions }) => {
          const served = versions.filter((version) => version.state === 'READY');
          const version =
            served.find((each) => each.version === (chosen?.model === name ? chosen.version : champion)) ??
            served.at(-1);
          if (version === undefined) return <p>{texts.models.noChampion}</p>;
          return (
            <>
              {served.length > 1 && (
                <label className="field version-choice">
                  {words.version}
                  <select
                    value={version.version}
                    onChange={(event) => setChosen({ model: name, version: Number(event.target.value) })}
                  >
                    {served.map((each) => (
                      <option key={each.version} value={each.version}>
                        {each.version === champion ? words.champion(each.version) : each.version}
                      </option>
                    ))}
                  </select>
                </label>
              )}
              <TryVersion
                key={`${name} ${version.version}`}
                model={name}
                version={version}
                isChampion={version.champion}
              />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

interface TryVersionProps {
  readonly model: string;
  readonly version: VersionDetail;
  readonly isChampion: boolean;
}

function TryVersion({ model, version, isChampion }: TryVersionProps) {
  const [entries, setEntries] = useState<Entries>(() => exampleEntries(version.features));
  const [prediction, setPrediction] = useState<Prediction>();
  const [error, setError] = useState<ApiProblem>();
  const [isBusy, setBusy] = useState(false);
  const row = rowOf(version.features, entries);
  const base = `models/${encodeURIComponent(model)}`;
  const path = isChampion ? `${base}/predict` : `${base}/versions/${version.version}/predict`;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    setPrediction(undefined);
    try {
      setPrediction(await change<Prediction>(path, { method: 'POST', body: row }));
    } catch (thrown) {
      setError(thrown as ApiProblem);
    }
    setBusy(false);
  };
  return (
    <div className="try">
      <form
        className="card stack"
        noValidate
        onSubmit={(event) => void submit(event)}
        aria-label={words.title(model)}
      >
        <Fields
          features={version.features}
          entries={entries}
          onChange={(name, entry) => setEntries((before) => ({ ...before, [name]: entry }))}
          error={error}
        />
        {error && <Problem problem={error} />}
        <button className="button primary" disabled={isBusy}>
          {isBusy ? words.busy : words.predict}
        </button>
      </form>
      <div className="stack">
        <Answer version={version} prediction={prediction} />
        <RequestSnippets path={path} row={row} />
      </div>
    </div>
  );
}

interface FieldsProps {
  readonly features: readonly Feature[];
  readonly entries: Entries;
  readonly onChange: (name: string, entry: string) => void;
  readonly error: ApiProblem | undefined;
}

function Fields({ features, entries, onChange, error }: FieldsProps) {
  const flawOf = (name: string) => error?.issues.find(({ path: [first] }) => first === name)?.message;
  return (
    <div className="fields">
      {features.map((feature) => (
        <FeatureField
          key={feature.name}
          feature={feature}
          entry={entries[feature.name] ?? ''}
          onChange={(entry) => onChange(feature.name, entry)}
          flaw={flawOf(feature.name)}
        />
      ))}
    </div>
  );
}

interface AnswerProps {
  readonly version: VersionDetail;
  readonly prediction: Prediction | undefined;
}

function Answer({ version, prediction }: AnswerProps) {
  const { can } = useSession();
  return (
    <>
      <section className="card" aria-labelledby="prediction" aria-live="polite">
        <h2 id="prediction">{words.prediction}</h2>
        {prediction ? (
          <PredictionView prediction={prediction} />
        ) : (
          <p className="note">{words.noPrediction}</p>
        )}
      </section>
      {prediction && can('feedback') && (
        <TruthForm key={prediction.prediction_id} version={version} prediction={prediction} />
      )}
    </>
  );
}
