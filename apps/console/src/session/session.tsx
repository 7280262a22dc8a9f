import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { useSWRConfig } from 'swr';
import { type ApiProblem, change, SIGNED_OUT, useApi, type User } from '../api/index.js';

interface SessionAnswer {
  readonly user: User | null;
}

/** Who uses the console, and what they may do. */
export interface Session {
  readonly user: User;
  /** Whether the session has the scope. */
  readonly can: (scope: string) => boolean;
  /** Ends this session, or all sessions of the person. @throws {ApiProblem} */
  readonly signOut: (everywhere?: boolean) => Promise<void>;
}

/** What is known about the session: nothing yet, an error, nobody, or a person. */
export interface SessionState {
  readonly session: Session | undefined;
  readonly isKnown: boolean;
  readonly error: ApiProblem | undefined;
  /** @throws {ApiProblem} */
  readonly signIn: (username: string, password: string) => Promise<void>;
}

const Context = createContext<SessionState | undefined>(undefined);

/** Reads the session of the cookie, which scripts cannot read, and follows its end. */
export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const { data, error, mutate } = useApi<SessionAnswer>('session');
  const { mutate: forget } = useSWRConfig();
  useEffect(() => {
    const end = () => void mutate({ user: null }, { revalidate: false });
    window.addEventListener(SIGNED_OUT, end);
    return () => window.removeEventListener(SIGNED_OUT, end);
  }, [mutate]);
  const state = useMemo<SessionState>(() => {
    // Nothing that another person read stays in memory.
    const become = async (answer: SessionAnswer) => {
      await forget((key) => key !== 'session', undefined, { revalidate: false });
      await mutate(answer, { revalidate: false });
    };
    const user = data?.user;
    return {
      error,
      isKnown: data !== undefined,
      session: user ? sessionOf(user, () => become({ user: null })) : undefined,
      signIn: async (username, password) => {
        await become(await change('session', { method: 'POST', body: { username, password } }));
      },
    };
  }, [data, error, mutate, forget]);
  return <Context value={state}>{children}</Context>;
}

function sessionOf(user: User, onEnd: () => Promise<void>): Session {
  return {
    user,
    can: (scope) => user.scopes.includes(scope),
    signOut: async (everywhere = false) => {
      await change(everywhere ? 'session?everywhere=true' : 'session', { method: 'DELETE' });
      await onEnd();
    },
  };
}

/** The state of the session. */
export function useSessionState(): SessionState {
  const state = useContext(Context);
  if (state === undefined) throw new Error('There is no SessionProvider');
  return state;
}

/** The session of the person who is signed in; pages are shown only then. */
export function useSession(): Session {
  const { session } = useSessionState();
  if (session === undefined) throw new Error('Nobody is signed in');
  return session;
}
