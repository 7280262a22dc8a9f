import type { ReactNode } from 'react';
import type { ApiAnswer } from '../api/index.js';
import { texts } from '../texts.js';
import { Problem } from './problem.js';

interface LoadedProps<Body> {
  readonly of: ApiAnswer<Body>;
  readonly children: (body: Body) => ReactNode;
}

/** Shows an answer once it is there, and until then that it is loading or why it is not there. */
export function Loaded<Body>({ of: { data, error, mutate }, children }: LoadedProps<Body>) {
  const retry = () => void mutate();
  if (data === undefined) {
    return error ? <Problem problem={error} onRetry={retry} /> : <p className="loading">{texts.loading}</p>;
  }
  return (
    <>
      {error && <p className="stale">{texts.errors.stale(error.message)}</p>}
      {children(data)}
    </>
  );
}
