import { useState } from 'react';
import { change, useApi } from '../api/index.js';
import { ConfirmButton, DataTable, Loaded, moment, TextField, textOf } from '../components/index.js';
import { texts } from '../texts.js';
import type { Client, ClientList, Secret } from './answers.js';
import { SecretCard } from './secret-card.js';
import { Scopes, ScopeFields, scopesOf } from './scope-fields.js';

const { admin: words } = texts;

/** Machine clients. A secret is in the memory of this page only, until another part is opened. */
export function ClientsPart() {
  const clients = useApi<ClientList>('auth/clients');
  const [secret, setSecret] = useState<Secret>();
  const refresh = () => void clients.mutate();
  const add = async (form: FormData) => {
    const body = { client_id: textOf(form, 'client_id'), scopes: scopesOf(form) };
    setSecret(await change<Secret>('auth/clients', { method: 'POST', body }));
    refresh();
  };
  return (
    <>
      <div className="actions part-actions">
        <ConfirmButton
          name={words.addClient}
          question={words.addClient}
          effect={words.addClientEffect}
          onConfirm={add}
        >
          <TextField name="client_id" label={words.clientId} autoComplete="off" maxLength={64} />
          <ScopeFields personal={false} />
        </ConfirmButton>
      </div>
      {secret && <SecretCard secret={secret} onClose={() => setSecret(undefined)} />}
      <Loaded of={clients}>
        {({ clients: list }) =>
          list.length === 0 ? (
            <p className="card note">{words.noClients}</p>
          ) : (
            <ClientTable clients={list} onSecret={setSecret} onChange={refresh} />
          )
        }
      </Loaded>
    </>
  );
}

interface ClientTableProps extends Omit<ClientActionsProps, 'client'> {
  readonly clients: readonly Client[];
}

function ClientTable({ clients, onSecret, onChange }: ClientTableProps) {
  const [id, scopes, created, actions] = words.clientColumns;
  return (
    <div className="card">
      <DataTable caption={words.clients} columns={words.clientColumns} className="narrow">
        {clients.map((client) => (
          <tr key={client.client_id}>
            <th scope="row" data-label={id}>
              {client.client_id}
            </th>
            <td data-label={scopes}>
              <Scopes scopes={client.scopes} />
            </td>
            <td data-label={created}>{moment(client.created_at)}</td>
            <td data-label={actions}>
              <ClientActions client={client} onSecret={onSecret} onChange={onChange} />
            </td>
          </tr>
        ))}
      </DataTable>
    </div>
  );
}

interface ClientActionsProps {
  readonly client: Client;
  readonly onSecret: (secret: Secret) => void;
  readonly onChange: () => void;
}

function ClientActions({ client: { client_id: id, scopes }, onSecret, onChange }: ClientActionsProps) {
  const path = `auth/clients/${encodeURIComponent(id)}`;
  const rotate = async (form: FormData) => {
    const body = { overlap_s: Number(textOf(form, 'overlap')) };
    onSecret(await change<Secret>(`${path}/secret`, { method: 'POST', body }));
  };
  const send = async (method: 'PATCH' | 'DELETE', body?: object) => {
    await change(path, { method, body });
    onChange();
  };
  return (
    <span className="actions">
      <ConfirmButton
        name={words.changeScopes}
        question={words.changeScopesQuestion(id)}
        effect={words.changeScopesEffect}
        onConfirm={(form) => send('PATCH', { scopes: scopesOf(form) })}
      >
        <ScopeFields personal={false} chosen={scopes} />
      </ConfirmButton>
      <ConfirmButton
        name={words.rotateSecret}
        question={words.rotateSecretQuestion(id)}
        effect={words.rotateSecretEffect}
        onConfirm={rotate}
      >
        <label className="field">
          {words.overlap}
          <select name="overlap" defaultValue="3600">
            {words.overlaps.map(({ seconds, name }) => (
              <option key={seconds} value={seconds}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </ConfirmButton>
      <ConfirmButton
        name={words.delete}
        question={words.deleteQuestion(id)}
        effect={words.deleteClientEffect}
        onConfirm={() => send('DELETE')}
      />
    </span>
  );
}
