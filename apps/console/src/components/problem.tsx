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
  const { message, issues, retryAfterS } = problem;
  return (
    <div className="problem" role="alert">
      {issues.length < 2 ? (
        <p>{message}</p>
      ) : (
        <ul>
          {issues.map(({ path, message: rule }) => (
            <li key={`${path.join('.')} ${rule}`}>
              {path.join('.')}: {rule}
            </li>
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
