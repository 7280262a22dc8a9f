import { texts } from '../texts.js';

const { states, signs } = texts.retrains;

/** The state of a retraining or of a step, with a sign, so that it does not depend on colour. */
export function RetrainState({ state }: { readonly state: string }) {
  const tone = toneOf(state);
  return (
    <span className={`chip state ${tone}`}>
      <span aria-hidden="true">{signs[tone]} </span>
      {states[state] ?? state}
    </span>
  );
}

function toneOf(state: string): keyof typeof signs {
  if (['success', 'accepted'].includes(state)) return 'good';
  if (['failed', 'refused', 'upstream_failed', 'firing'].includes(state)) return 'bad';
  if (['running', 'queued', 'awaiting_approval', 'up_for_retry', 'up_for_reschedule'].includes(state)) {
    return 'active';
  }
  return 'idle';
}
