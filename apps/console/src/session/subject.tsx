import { useMemo } from 'react';
import { useApi } from '../api/index.js';
import { texts } from '../texts.js';
import { useSession } from './session.js';

interface UserList {
  readonly users: readonly { readonly id: string; readonly username: string }[];
}

/** Who a subject is: the name where the account may read it, else what the token says. */
export function Subject({ id }: { readonly id: string }) {
  const name = useSubjects().get(id);
  return name === undefined ? <code>{id}</code> : <>{name}</>;
}

/** The names of people by the subjects of their tokens: all for admins, else one's own. */
function useSubjects(): ReadonlyMap<string, string> {
  const { user, can } = useSession();
  const { data } = useApi<UserList>(can('admin') ? 'auth/users?limit=1000' : null);
  return useMemo(() => {
    const names = new Map((data?.users ?? []).map(({ id, username }) => [id, username]));
    return names.set(user.id, texts.account.you(user.username));
  }, [data, user]);
}
