import { change, useApi } from '../api/index.js';
import { ConfirmButton, DataTable, Finding, Loaded, moment, TextField, textOf } from '../components/index.js';
import { texts } from '../texts.js';
import type { Person, PersonList } from './answers.js';
import { NewPasswordField, newPasswordOf } from './new-password-field.js';
import { Scopes, ScopeFields, scopesOf } from './scope-fields.js';

const { admin: words } = texts;

/** People: who they are, what they may do, and what an admin may change about them. */
export function PeoplePart() {
  const people = useApi<PersonList>('auth/users?limit=1000');
  const refresh = () => void people.mutate();
  const [username, scopes, created, actions] = words.personColumns;
  return (
    <>
      <div className="actions part-actions">
        <AddPerson onChange={refresh} />
      </div>
      <Loaded of={people}>
        {({ users }) => (
          <div className="card">
            <DataTable caption={words.people} columns={words.personColumns} className="narrow">
              {users.map((person) => (
                <tr key={person.id}>
                  <th scope="row" data-label={username}>
                    {person.username}
                    {person.disabled && (
                      <span className="below">
                        <Finding alarm>{words.disabled}</Finding>
                      </span>
                    )}
                  </th>
                  <td data-label={scopes}>
                    <Scopes scopes={person.scopes} />
                  </td>
                  <td data-label={created}>{moment(person.created_at)}</td>
                  <td data-label={actions}>
                    <PersonActions person={person} onChange={refresh} />
                  </td>
                </tr>
              ))}
            </DataTable>
          </div>
        )}
      </Loaded>
    </>
  );
}

function AddPerson({ onChange }: { readonly onChange: () => void }) {
  const add = async (form: FormData) => {
    const body = {
      username: textOf(form, 'username'),
      password: newPasswordOf(form),
      scopes: scopesOf(form),
    };
    await change('auth/users', { method: 'POST', body });
    onChange();
  };
  return (
    <ConfirmButton
      name={words.addPerson}
      question={words.addPerson}
      effect={words.addPersonEffect}
      onConfirm={add}
    >
      <TextField name="username" label={texts.signIn.username} autoComplete="off" maxLength={64} />
      <NewPasswordField label={texts.signIn.password} />
      <ScopeFields personal chosen={['predict']} />
    </ConfirmButton>
  );
}

interface PersonActionsProps {
  readonly person: Person;
  readonly onChange: () => void;
}

function PersonActions({ person: { username, scopes, disabled }, onChange }: PersonActionsProps) {
  const path = `auth/users/${encodeURIComponent(username)}`;
  const send = async (method: 'PATCH' | 'PUT' | 'DELETE', to: string, body?: object) => {
    await change(path + to, { method, body });
    onChange();
  };
  const toggle = disabled ? words.enable : words.disable;
  return (
    <span className="actions">
      <ConfirmButton
        name={words.changeScopes}
        question={words.changeScopesQuestion(username)}
        effect={words.changeScopesEffect}
        onConfirm={(form) => send('PATCH', '', { scopes: scopesOf(form) })}
      >
        <ScopeFields personal chosen={scopes} />
      </ConfirmButton>
      <ConfirmButton
        name={words.newPassword}
        question={words.newPasswordQuestion(username)}
        effect={words.newPasswordEffect}
        onConfirm={(form) => send('PUT', '/password', { new_password: newPasswordOf(form) })}
      >
        <NewPasswordField label={texts.signIn.password} />
      </ConfirmButton>
      <ConfirmButton
        name={words.endSessions}
        question={words.endSessionsQuestion(username)}
        effect={words.endSessionsEffect}
        onConfirm={() => send('DELETE', '/sessions')}
      />
      <ConfirmButton
        name={toggle.name}
        question={toggle.question(username)}
        effect={toggle.effect}
        onConfirm={() => send('PATCH', '', { disabled: !disabled })}
      />
      <ConfirmButton
        name={words.delete}
        question={words.deleteQuestion(username)}
        effect={words.deletePersonEffect}
        onConfirm={() => send('DELETE', '')}
      />
    </span>
  );
}
