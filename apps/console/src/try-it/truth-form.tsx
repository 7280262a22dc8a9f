import { type FormEvent, useState } from 'react';
import { ApiProblem, change, type Outcome, type Prediction, type VersionDetail } from '../api/index.js';
import { Problem } from '../components/index.js';
import { texts } from '../texts.js';

const { tryIt: words } = texts;

interface TruthFormProps {
  readonly version: VersionDetail;
  readonly prediction: Prediction;
}

/** Sends the true value of a prediction. */
export function TruthForm({ version, prediction }: TruthFormProps) {
  const [state, setState] = useState<keyof typeof words.sent>();
  const [error, setError] = useState<ApiProblem>();
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const actual = actualOf(version, new FormData(event.currentTarget));
    setError(undefined);
    try {
      const body = { prediction_id: prediction.prediction_id, actual };
      const { status } = await change<{ status: keyof typeof words.sent }>('feedback', {
        method: 'POST',
        body,
      });
      setState(status);
    } catch (thrown) {
      setError(thrown as ApiProblem);
    }
  };
  return (
    <form className="card stack" onSubmit={(event) => void submit(event)} aria-labelledby="truth">
      <h2 id="truth">{words.truth}</h2>
      <p className="note">{words.truthHint}</p>
      <div className="row">
        <ActualInput version={version} />
        <button className="button">{words.send}</button>
      </div>
      {error && <Problem problem={error} />}
      <p role="status">{state && words.sent[state]}</p>
    </form>
  );
}

function ActualInput({ version: { task, classes, targets } }: { readonly version: VersionDetail }) {
  if (task === 'multilabel') {
    return (
      <fieldset className="choices">
        <legend>{words.actual}</legend>
        {classes?.map((label) => (
          <label key={label}>
            <input type="checkbox" name="label" value={label} />
            {label}
          </label>
        ))}
      </fieldset>
    );
  }
  if (task === 'regression') {
    return (targets ?? [words.actual]).map((name) => (
      <label key={name} className="field">
        {name}
        <input name={name} inputMode="decimal" required />
      </label>
    ));
  }
  return (
    <label className="field">
      {words.actual}
      <select name="class" required>
        <option value="" />
        {classes?.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function actualOf({ task, targets }: VersionDetail, form: FormData): Outcome {
  if (task === 'multilabel') return form.getAll('label') as string[];
  if (task !== 'regression') return form.get('class') as string;
  if (targets === undefined) return Number(form.get(words.actual));
  return Object.fromEntries(targets.map((name) => [name, Number(form.get(name))]));
}
