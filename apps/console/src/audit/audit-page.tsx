import { useState } from 'react';
import { Link, useParams } from 'wouter';
import { type AuditEvent, type AuditPage as Answer, LIVE_MS, type ModelList, useApi } from '../api/index.js';
import { DataTable, Loaded, modelHref, moment, Page } from '../components/index.js';
import { Subject } from '../session/index.js';
import { texts } from '../texts.js';
import { changeText } from './change-text.js';

const { audit: words } = texts;
const ROWS = 50;

/** Who changed what of which model, page by page; only the newest page changes by itself. */
export function AuditPage() {
  const { before } = useParams<{ before?: string }>();
  const [model, setModel] = useState('');
  const [action, setAction] = useState('');
  const { data: models } = useApi<ModelList>('models');
  const query = new URLSearchParams({ limit: String(ROWS) });
  if (before !== undefined) query.set('before', before);
  if (model !== '') query.set('target', model);
  if (action !== '') query.set('action', action);
  const page = useApi<Answer>(`audit?${query.toString()}`, before === undefined ? LIVE_MS : 0);
  return (
    <Page title={words.title}>
      <div className="row filters">
        <Filter
          name={words.model}
          value={model}
          choices={(models?.models ?? []).map(({ name }) => [name, name])}
          onChange={setModel}
        />
        <Filter
          name={words.action}
          value={action}
          choices={Object.entries(words.actions)}
          onChange={setAction}
        />
      </div>
      <Loaded of={page}>
        {({ events, next }) => (
          <>
            {events.length === 0 ? (
              <p className="card note">{words.none}</p>
            ) : (
              <div className="card">
                <EventTable events={events} />
              </div>
            )}
            <Paging before={before} next={next} />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function Paging({ before, next }: { readonly before: string | undefined; readonly next: string | null }) {
  return (
    <nav className="actions paging" aria-label={words.paging}>
      {before !== undefined && (
        <Link className="button" href="/audit">
          {words.newest}
        </Link>
      )}
      {next !== null && (
        <Link className="button" href={`/audit/${next}`}>
          {words.older}
        </Link>
      )}
    </nav>
  );
}

interface FilterProps {
  readonly name: string;
  readonly value: string;
  readonly choices: readonly (readonly [value: string, name: string])[];
  readonly onChange: (value: string) => void;
}

function Filter({ name, value, choices, onChange }: FilterProps) {
  return (
    <label className="field">
      {name}
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <option value="">{words.all}</option>
        {choices.map(([choice, label]) => (
          <option key={choice} value={choice}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function EventTable({ events }: { readonly events: readonly AuditEvent[] }) {
  const [at, who, action, target, effect] = words.columns;
  return (
    <DataTable caption={words.title} columns={words.columns} className="narrow">
      {events.map((event) => (
        <tr key={event.id}>
          <th scope="row" data-label={at}>
            <time dateTime={event.at}>{moment(event.at)}</time>
          </th>
          <td data-label={who}>
            <Subject id={event.subject} />
          </td>
          <td data-label={action}>{words.actions[event.action] ?? event.action}</td>
          <td data-label={target}>
            <Link href={modelHref(event.target)}>{event.target}</Link>
          </td>
          <td data-label={effect}>{changeText(event)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
