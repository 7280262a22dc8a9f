import { useSubjects } from './use-subjects.js';

/** Who a subject is: the name where the account may read it, else what the token says. */
export function Subject({ id }: { readonly id: string }) {
  const name = useSubjects().get(id);
  return name === undefined ? <code>{id}</code> : <>{name}</>;
}
