import { change, useApi } from '../api/index.js';
import { ConfirmButton, DataTable, Loaded, moment } from '../components/index.js';
import { texts } from '../texts.js';
import type { KeyList } from './answers.js';

const { admin: words } = texts;

/** The keys that sign access tokens. */
export function KeysPart() {
  const keys = useApi<KeyList>('auth/keys');
  const rotate = async () => {
    await keys.mutate(await change<KeyList>('auth/keys/rotate', { method: 'POST' }), { revalidate: false });
  };
  const withdraw = async (kid: string) => {
    await change(`auth/keys/${encodeURIComponent(kid)}`, { method: 'DELETE' });
    await keys.mutate();
  };
  const [kid, state, created, from, actions] = words.keyColumns;
  return (
    <>
      <div className="actions part-actions">
        <ConfirmButton
          name={words.rotateKey}
          question={words.rotateKeyQuestion}
          effect={words.rotateKeyEffect}
          onConfirm={rotate}
        />
      </div>
      <Loaded of={keys}>
        {({ keys: list }) => (
          <div className="card">
            <DataTable caption={words.keys} columns={words.keyColumns} className="narrow">
              {list.map((key) => (
                <tr key={key.kid}>
                  <th scope="row" data-label={kid}>
                    <code>{key.kid}</code>
                  </th>
                  <td data-label={state}>{words.keyStates[key.state]}</td>
                  <td data-label={created}>{moment(key.created_at)}</td>
                  <td data-label={from}>{moment(key.signs_from)}</td>
                  <td data-label={actions}>
                    <ConfirmButton
                      name={words.withdrawKey}
                      question={words.withdrawKeyQuestion}
                      effect={words.withdrawKeyEffect}
                      onConfirm={() => withdraw(key.kid)}
                    />
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
