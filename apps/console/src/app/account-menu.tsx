import { useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '../api/index.js';
import { Problem } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';

const { account: words } = texts;

/** Who is signed in, with which scopes, and how to sign out. */
export function AccountMenu() {
  const { user, signOut } = useSession();
  const [error, setError] = useState<ApiProblem>();
  const end = (everywhere: boolean) => {
    signOut(everywhere).catch((thrown: unknown) => setError(thrown as ApiProblem));
  };
  return (
    <details className="account">
      <summary>{user.username}</summary>
      <div className="card stack">
        <p className="note">{words.scopes(user.scopes)}</p>
        {error && <Problem problem={error} />}
        <Link className="button" href="/account">
          {words.open}
        </Link>
        <button type="button" className="button" onClick={() => end(false)}>
          {words.signOut}
        </button>
        <button type="button" className="button" onClick={() => end(true)}>
          {words.signOutEverywhere}
        </button>
      </div>
    </details>
  );
}
