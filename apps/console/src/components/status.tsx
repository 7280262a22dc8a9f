import { texts } from '../texts.js';

/** How a model is. */
export type Status = keyof typeof texts.status;

/** The status with a sign, so that it does not depend on colour. */
export function StatusChip({ status }: { readonly status: Status }) {
  const { sign, name } = texts.status[status];
  return (
    <span className={`chip status ${status}`}>
      <span aria-hidden="true">{sign} </span>
      {name}
    </span>
  );
}

/** A finding: alarming or calm. */
export function Finding({ alarm, children }: { readonly alarm: boolean; readonly children: string }) {
  return (
    <span className={`verdict ${alarm ? 'alarm' : 'calm'}`}>
      <span aria-hidden="true">{alarm ? '▲ ' : '✓ '}</span>
      {children}
    </span>
  );
}
