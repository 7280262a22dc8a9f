import type { ApiProblem } from '../api/index.js';
import { texts } from '../texts.js';

/** An error, as text that screen readers read out. */
export function Problem({
  problem,
  onRetry,
}: {
  readonly problem: ApiProblem;
  readonly onRetry?: () => void;
}) {
  const { message, issues, reasons, retryAfterS } = problem;
  const lines = [...issues.map(({ path, message: rule }) => `${path.join('.')}: ${rule}`), ...reasons];
  return (
    <div className="problem" role="alert">
      {lines.length < 2 ? (
        <p>{message}</p>
      ) : (
        <ul>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {retryAfterS !== undefined && <p>{texts.errors.retryAfter(retryAfterS)}</p>}
      {onRetry && (
        <button type="button" className="button" onClick={onRetry}>
          {texts.errors.retry}
        </button>
      )}
    </div>
  );
}
