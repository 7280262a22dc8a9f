import { type ChangeEvent, type DragEvent, useState } from 'react';
import { Link } from 'wouter';
import { type ApiProblem, change, upload } from '../api/index.js';
import { ConfirmButton, CopyButton, modelHref, percent, Problem } from '../components/index.js';
import { texts } from '../texts.js';
import { type Bundle, type BundleFlaw, droppedFiles, readBundle } from './bundle.js';

const { publish: words } = texts;

interface Published {
  readonly model: string;
  readonly version: number;
  readonly state: 'READY' | 'UNAVAILABLE';
  readonly champion: boolean;
  readonly warnings: readonly string[];
}

type Step =
  | { readonly is: 'empty'; readonly flaw?: BundleFlaw }
  | { readonly is: 'chosen'; readonly bundle: Bundle; readonly problem?: ApiProblem }
  | { readonly is: 'sending'; readonly bundle: Bundle; readonly share: number }
  | { readonly is: 'published'; readonly published: Published };

/** Publishes a version from its files: they are dropped or chosen, sent with progress, checked, and may be promoted. */
export function PublishCard({ onChange }: { readonly onChange: () => void }) {
  const [step, setStep] = useState<Step>({ is: 'empty' });
  const take = async (files: readonly File[]) => {
    const bundle = await readBundle(files);
    setStep(typeof bundle === 'string' ? { is: 'empty', flaw: bundle } : { is: 'chosen', bundle });
  };
  const send = async (bundle: Bundle) => {
    setStep({ is: 'sending', bundle, share: 0 });
    const form = new FormData();
    for (const file of bundle.files) form.append(file.name, file, file.name);
    try {
      const published = await upload<Published>(
        `models/${encodeURIComponent(bundle.model)}/versions`,
        form,
        (share) => setStep({ is: 'sending', bundle, share }),
      );
      setStep({ is: 'published', published });
      onChange();
    } catch (thrown) {
      setStep({ is: 'chosen', bundle, problem: thrown as ApiProblem });
    }
  };
  return (
    <section aria-labelledby="publish">
      <h2 id="publish">{words.title}</h2>
      <div className="card stack">
        {step.is === 'published' ? (
          <Done published={step.published} onChange={onChange} onAgain={() => setStep({ is: 'empty' })} />
        ) : (
          <>
            {step.is !== 'sending' && <DropZone onFiles={(files) => void take(files)} />}
            {step.is === 'empty' && step.flaw && <p className="problem">{words.flaws[step.flaw]}</p>}
            {step.is === 'chosen' && (
              <Chosen bundle={step.bundle} problem={step.problem} onSend={() => void send(step.bundle)} />
            )}
            {step.is === 'sending' && <Progress bundle={step.bundle} share={step.share} />}
            {step.is === 'empty' && <Help />}
          </>
        )}
      </div>
    </section>
  );
}

function DropZone({ onFiles }: { readonly onFiles: (files: readonly File[]) => void }) {
  const [isOver, setOver] = useState(false);
  const drop = async (event: DragEvent<HTMLLabelElement>) => {
    event.preventDefault();
    setOver(false);
    onFiles(await droppedFiles(event.dataTransfer));
  };
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(target.files ?? [])]);
    // The same files can be chosen again after they were corrected.
    target.value = '';
  };
  return (
    <label
      className={`drop-zone ${isOver ? 'over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => void drop(event)}
    >
      <strong>{words.drop}</strong>
      <span className="note">{words.dropHint}</span>
      <input type="file" multiple onChange={choose} />
    </label>
  );
}

interface ChosenProps {
  readonly bundle: Bundle;
  readonly problem: ApiProblem | undefined;
  readonly onSend: () => void;
}

function Chosen({ bundle: { files, model, version, missing }, problem, onSend }: ChosenProps) {
  return (
    <>
      <div className="row">
        <div className="grows">
          <strong>{words.chosen(model, version)}</strong>
          <span className="below">{files.map(({ name }) => name).join(', ')}</span>
        </div>
        <button type="button" className="button primary" disabled={missing.length > 0} onClick={onSend}>
          {words.send}
        </button>
      </div>
      {missing.length > 0 && <p className="problem">{words.missing(missing.join(', '))}</p>}
      {problem && <Problem problem={problem} />}
    </>
  );
}

/** After the last byte, predict checks the version: how long that takes is not known. */
function Progress({ bundle, share }: { readonly bundle: Bundle; readonly share: number }) {
  const isChecking = share >= 1;
  return (
    <>
      <p role="status">
        {isChecking ? words.checking(bundle.model, bundle.version) : words.sending(percent(share))}
      </p>
      <progress aria-label={words.title} {...(isChecking ? {} : { value: share })} />
    </>
  );
}

interface DoneProps {
  readonly published: Published;
  readonly onChange: () => void;
  readonly onAgain: () => void;
}

function Done({ published: { model, version, champion, warnings }, onChange, onAgain }: DoneProps) {
  const [isChampion, setChampion] = useState(champion);
  const promote = async () => {
    await change(`models/${encodeURIComponent(model)}/promote`, { method: 'POST', body: { version } });
    setChampion(true);
    onChange();
  };
  return (
    <>
      <p role="status">
        <strong>{words.done(model, version)}</strong> {isChampion ? words.isChampion : words.notChampion}
      </p>
      {warnings.length > 0 && (
        <ul className="news">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
      <div className="actions">
        {!isChampion && (
          <ConfirmButton
            name={texts.model.promote}
            question={texts.model.promoteQuestion(model, version)}
            effect={texts.model.promoteEffect}
            primary
            onConfirm={promote}
          />
        )}
        <Link className="button small" href={modelHref(model)}>
          {words.compare}
        </Link>
        <button type="button" className="button small" onClick={onAgain}>
          {words.again}
        </button>
      </div>
    </>
  );
}

/** Guessing a manifest needs the rows and tools that are no part of predict: the command does it. */
function Help() {
  return (
    <details>
      <summary>{words.help}</summary>
      <div className="stack">
        <p className="note">{words.helpText}</p>
        <div className="row">
          <pre className="grows" tabIndex={0} aria-label={words.help}>
            {words.command}
          </pre>
          <CopyButton text={words.command} />
        </div>
      </div>
    </details>
  );
}
