import { change, type Retrain } from '../api/index.js';
import { ConfirmButton, TextField, textOf } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';

const { retrains: words } = texts;

interface DecisionButtonsProps {
  readonly retrain: Pick<Retrain, 'id' | 'model' | 'state'>;
  /** Called when it is decided. */
  readonly onChange: () => void;
}

/** Approve or reject a retraining that awaits it; nothing without the scope, and later. */
export function DecisionButtons({ retrain: { id, model, state }, onChange }: DecisionButtonsProps) {
  const { can } = useSession();
  if (state !== 'awaiting_approval') return null;
  if (!can('retrain:approve')) return <span className="faint">{words.noScope}</span>;
  const decide = async (what: 'approve' | 'reject', body: object) => {
    await change(`retrains/${id}/${what}`, { method: 'POST', body });
    onChange();
  };
  return (
    <span className="actions">
      <ConfirmButton
        name={words.approve}
        question={words.approveQuestion(model)}
        effect={words.approveEffect}
        primary
        onConfirm={() => decide('approve', {})}
      />
      <ConfirmButton
        name={words.reject}
        question={words.rejectQuestion(model)}
        effect={words.rejectEffect}
        onConfirm={(form) => decide('reject', { reason: textOf(form, 'reason') })}
      >
        <TextField name="reason" label={words.reason} maxLength={500} />
      </ConfirmButton>
    </span>
  );
}
