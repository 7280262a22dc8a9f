import { useId, useRef, useState } from 'react';
import type { ApiProblem } from '../api/index.js';
import { texts } from '../texts.js';
import { Problem } from './problem.js';

interface ConfirmButtonProps {
  readonly name: string;
  /** What is asked, and what happens then. */
  readonly question: string;
  readonly effect: string;
  /** @throws {ApiProblem} which the dialog shows */
  readonly onConfirm: () => Promise<void>;
}

/** A button that asks before it acts. */
export function ConfirmButton({ name, question, effect, onConfirm }: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useId();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiProblem>();
  const open = () => {
    setError(undefined);
    dialog.current?.showModal();
  };
  const confirm = async () => {
    setBusy(true);
    try {
      await onConfirm();
      dialog.current?.close();
    } catch (thrown) {
      setError(thrown as ApiProblem);
    }
    setBusy(false);
  };
  return (
    <>
      <button type="button" className="button small" onClick={open}>
        {name}
      </button>
      <dialog ref={dialog} aria-labelledby={title}>
        <h2 id={title}>{question}</h2>
        <p>{effect}</p>
        {error && <Problem problem={error} />}
        <div className="actions">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            {texts.confirm.cancel}
          </button>
          <button type="button" className="button primary" disabled={isBusy} onClick={() => void confirm()}>
            {name}
          </button>
        </div>
      </dialog>
    </>
  );
}
