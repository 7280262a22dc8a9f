import { type FormEvent, useEffect, useState } from 'react';
import { ApiProblem } from '../api/index.js';
import { Brand, Problem } from '../components/index.js';
import { texts } from '../texts.js';
import { useSessionState } from './session.js';

const { signIn: words } = texts;

/** Asks for username and password. The address stays, so that the page that was asked for follows. */
export function SignIn() {
  const { signIn } = useSessionState();
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<ApiProblem>();
  useEffect(() => {
    document.title = `${words.title} · Plumbline`;
  }, []);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await signIn(form.get('username') as string, form.get('password') as string);
    } catch (thrown) {
      setError(thrown as ApiProblem);
      setBusy(false);
    }
  };
  return (
    <main className="sign-in">
      <Brand />
      <form className="card stack" onSubmit={(event) => void submit(event)} aria-labelledby="sign-in-title">
        <h1 id="sign-in-title">{words.title}</h1>
        {error && <Problem problem={error} />}
        <label className="field">
          {words.username}
          <input
            name="username"
            autoComplete="username"
            autoCapitalize="none"
            maxLength={64}
            required
            autoFocus
          />
        </label>
        <label className="field">
          {words.password}
          <input name="password" type="password" autoComplete="current-password" maxLength={256} required />
        </label>
        <button className="button primary" disabled={isBusy}>
          {isBusy ? words.busy : words.submit}
        </button>
      </form>
      <p className="note">{words.hint}</p>
    </main>
  );
}
