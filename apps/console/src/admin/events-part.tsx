import { useState } from 'react';
import { useApi } from '../api/index.js';
import { count, DataTable, Loaded, moment } from '../components/index.js';
import { texts } from '../texts.js';
import type { AuthEventPage } from './answers.js';

const { admin: words } = texts;

/** The audit trail of auth: sign-ins, and changes of people, clients and keys. */
export function EventsPart() {
  const [before, setBefore] = useState<string>();
  const page = useApi<AuthEventPage>(`auth/audit?limit=50${before === undefined ? '' : `&before=${before}`}`);
  const [at, action, actor, subject, address] = words.eventColumns;
  return (
    <Loaded of={page}>
      {({ events, next }) => (
        <>
          <div className="card">
            <DataTable caption={words.events} columns={words.eventColumns} className="narrow">
              {events.map((event) => (
                <tr key={event.id}>
                  <th scope="row" data-label={at}>
                    <time dateTime={event.at}>{moment(event.at)}</time>
                  </th>
                  <td data-label={action}>
                    <span>
                      {event.action} {event.count > 1 && words.times(count(event.count))}
                    </span>
                  </td>
                  <td data-label={actor}>{event.actor ?? '–'}</td>
                  <td data-label={subject}>{event.subject ?? '–'}</td>
                  <td data-label={address}>{event.address ?? '–'}</td>
                </tr>
              ))}
            </DataTable>
          </div>
          <div className="actions paging">
            {before !== undefined && (
              <button type="button" className="button" onClick={() => setBefore(undefined)}>
                {texts.audit.newest}
              </button>
            )}
            {next !== null && (
              <button type="button" className="button" onClick={() => setBefore(next)}>
                {texts.audit.older}
              </button>
            )}
          </div>
        </>
      )}
    </Loaded>
  );
}
