import { useState } from 'react';
import { Link } from 'wouter';
import { ApiProblem } from '../api/index.js';
import { chooseTheme, Problem, themes, useTheme } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';

const { account: words } = texts;

/** Who is signed in, with which scopes, and how to sign out. */
export function AccountMenu() {
  const { user, signOut } = useSession();
  const [error, setError] = useState<ApiProblem>();
  const theme = useTheme();
  const choose = (name: string) => chooseTheme(themes.find((each) => each === name) ?? 'system');
  const end = (everywhere: boolean) => {
    signOut(everywhere).catch((thrown: unknown) => setError(thrown as ApiProblem));
  };
  return (
    <details className="account">
      <summary>{user.username}</summary>
      <div className="card stack">
        <p className="note">{words.scopes(user.scopes)}</p>
        {error && <Problem problem={error} />}
        <label className="field">
          {words.theme}
          <select value={theme} onChange={({ target }) => choose(target.value)}>
            {themes.map((name) => (
              <option key={name} value={name}>
                {words.themes[name]}
              </option>
            ))}
          </select>
        </label>
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
