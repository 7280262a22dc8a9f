import { type FormEvent, type ReactNode, useId, useRef, useState } from 'react';
import type { ApiProblem } from '../api/index.js';
import { texts } from '../texts.js';
import { Problem } from './problem.js';

interface ConfirmButtonProps {
  readonly name: string;
  /** What is asked, and what happens then. */
  readonly question: string;
  readonly effect: string;
  /** Fields of the form that is sent. */
  readonly children?: ReactNode;
  readonly primary?: boolean;
  /** @throws {ApiProblem} which the dialog shows */
  readonly onConfirm: (form: FormData) => Promise<void>;
}

/** A button that asks before it acts. */
export function ConfirmButton({ primary = false, ...asked }: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Closed, it has no form: what was typed is gone, also from the page.
  const [isOpen, setOpen] = useState(false);
  const open = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  const title = useId();
  return (
    <>
      <button type="button" className={`button small ${primary ? 'primary' : ''}`} onClick={open}>
        {asked.name}
      </button>
      <dialog ref={dialog} aria-labelledby={title} onClose={() => setOpen(false)}>
        {isOpen && <Question {...asked} title={title} onClose={() => dialog.current?.close()} />}
      </dialog>
    </>
  );
}

interface QuestionProps extends Omit<ConfirmButtonProps, 'primary'> {
  /** The id of the heading. */
  readonly title: string;
  readonly onClose: () => void;
}

function Question({ name, question, effect, children, title, onConfirm, onClose }: QuestionProps) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiProblem>();
  const confirm = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setBusy(true);
    try {
      await onConfirm(new FormData(event.currentTarget));
      onClose();
    } catch (thrown) {
      setError(thrown as ApiProblem);
    }
    setBusy(false);
  };
  return (
    <form className="stack" onSubmit={(event) => void confirm(event)}>
      <h2 id={title}>{question}</h2>
      <p>{effect}</p>
      {children}
      {error && <Problem problem={error} />}
      <div className="actions">
        <button type="button" className="button" onClick={onClose}>
          {texts.confirm.cancel}
        </button>
        <button className="button primary" disabled={isBusy}>
          {name}
        </button>
      </div>
    </form>
  );
}
