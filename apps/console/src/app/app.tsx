import { SWRConfig } from 'swr';
import { Router } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { Problem } from '../components/index.js';
import { SessionProvider, SignIn, useSessionState } from '../session/index.js';
import { texts } from '../texts.js';
import { Shell } from './shell.js';

/** The console: signs in, then shows the page that the fragment of the address names. */
export function App() {
  return (
    <SWRConfig value={{ errorRetryInterval: 3_000 }}>
      <SessionProvider>
        <Router hook={useHashLocation}>
          <Content />
        </Router>
      </SessionProvider>
    </SWRConfig>
  );
}

function Content() {
  const { session, isKnown, error } = useSessionState();
  if (session !== undefined) return <Shell />;
  if (isKnown) return <SignIn />;
  return (
    <main className="sign-in">
      {error ? <Problem problem={error} /> : <p className="loading">{texts.loading}</p>}
    </main>
  );
}
