import { change, useApi } from '../api/index.js';
import {
  ConfirmButton,
  DataTable,
  Loaded,
  moment,
  Page,
  Since,
  TextField,
  textOf,
} from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';
import type { Account } from './answers.js';
import { NewPasswordField, newPasswordOf } from './new-password-field.js';

const { accountPage: words } = texts;

/** One's own account: sessions and password. */
export function AccountPage() {
  const { user } = useSession();
  return (
    <Page title={words.title(user.username)}>
      <p className="note">{texts.account.scopes(user.scopes)}</p>
      <div className="actions part-actions">
        <PasswordChange />
      </div>
      <section aria-labelledby="sessions">
        <h2 id="sessions">{words.sessions}</h2>
        <Sessions />
      </section>
    </Page>
  );
}

function PasswordChange() {
  const { user, signOut } = useSession();
  const changePassword = async (form: FormData) => {
    const body = { current_password: textOf(form, 'current'), new_password: newPasswordOf(form) };
    await change(`auth/users/${encodeURIComponent(user.username)}/password`, { method: 'PUT', body });
    await signOut();
  };
  return (
    <ConfirmButton
      name={words.password}
      question={words.password}
      effect={words.passwordEffect}
      onConfirm={changePassword}
    >
      <TextField name="current" label={words.current} type="password" autoComplete="current-password" />
      <NewPasswordField label={words.new} />
    </ConfirmButton>
  );
}

function Sessions() {
  const account = useApi<Account>('auth/me');
  const end = async (id: string) => {
    await change('auth/logout', { method: 'POST', body: { session_id: id } });
    await account.mutate();
  };
  const [began, used, expires, actions] = words.columns;
  return (
    <Loaded of={account}>
      {({ sessions }) => (
        <div className="card">
          <DataTable caption={words.sessions} columns={words.columns} className="narrow">
            {sessions.map(({ id, current, created_at, last_used_at, expires_at }) => (
              <tr key={id}>
                <th scope="row" data-label={began}>
                  {moment(created_at)}
                </th>
                <td data-label={used}>
                  <Since at={last_used_at} />
                </td>
                <td data-label={expires}>{moment(expires_at)}</td>
                <td data-label={actions}>
                  {current ? (
                    <span className="chip strong">{words.thisOne}</span>
                  ) : (
                    <ConfirmButton
                      name={words.end}
                      question={words.endQuestion}
                      effect={words.endEffect}
                      onConfirm={() => end(id)}
                    />
                  )}
                </td>
              </tr>
            ))}
          </DataTable>
        </div>
      )}
    </Loaded>
  );
}
