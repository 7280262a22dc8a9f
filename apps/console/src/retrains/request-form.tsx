import { useState } from 'react';
import { change, type ModelList, useApi } from '../api/index.js';
import { ConfirmButton, TextField, textOf } from '../components/index.js';
import { texts } from '../texts.js';

const { retrains: words } = texts;

interface Decision {
  readonly outcome: string;
  readonly reason: string;
}

/** Asks for the retraining of a model by hand: cool-down and daily cap do not apply. */
export function RequestForm({ onChange }: { readonly onChange: () => void }) {
  const { data } = useApi<ModelList>('models');
  const names = data?.models.map(({ name }) => name) ?? [];
  const [chosen, setChosen] = useState<string>();
  const [decision, setDecision] = useState<Decision>();
  const model = chosen ?? names[0];
  if (model === undefined) return null;
  const request = async (form: FormData) => {
    const path = `models/${encodeURIComponent(model)}/retrain`;
    setDecision(await change<Decision>(path, { method: 'POST', body: { reason: textOf(form, 'reason') } }));
    onChange();
  };
  return (
    <>
      <div className="row request">
        <label className="field">
          {words.requestModel}
          <select value={model} onChange={(event) => setChosen(event.target.value)}>
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <ConfirmButton
          name={words.request}
          question={words.requestQuestion(model)}
          effect={words.requestEffect}
          onConfirm={request}
        >
          <TextField name="reason" label={words.reason} maxLength={500} />
        </ConfirmButton>
      </div>
      <p role="status" className="note">
        {decision && `${words.outcomes[decision.outcome]?.name ?? decision.outcome}: ${decision.reason}`}
      </p>
    </>
  );
}
