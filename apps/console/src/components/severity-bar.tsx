import { times } from './figures.js';

const WIDTH = 110;
/** The end of the bar, in thresholds. */
const LIMIT = 2;

/** Severity on a scale whose middle is the threshold, as in the report. */
export function SeverityBar({ severity }: { readonly severity: number }) {
  const length = (Math.min(severity, LIMIT) / LIMIT) * WIDTH;
  const beyond = severity >= 1;
  return (
    <span className="severity">
      <svg viewBox={`0 0 ${WIDTH} 11`} aria-hidden="true" focusable="false">
        <rect className="track" x="0" y="2" width={WIDTH} height="7" rx="3.5" />
        <rect
          className={beyond ? 'beyond' : 'within'}
          x="0"
          y="2"
          width={Math.max(length, 2)}
          height="7"
          rx="3.5"
        />
        <line className="threshold" x1={WIDTH / LIMIT} x2={WIDTH / LIMIT} y1="0" y2="11" />
      </svg>
      <span className="value">{times(severity)}</span>
    </span>
  );
}
