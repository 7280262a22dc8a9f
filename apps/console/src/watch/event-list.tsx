import { moment } from '../components/index.js';
import { texts } from '../texts.js';
import type { HistoryEvent } from './answers.js';

/** What happened within the range, newest first. */
export function EventList({ events }: { readonly events: readonly HistoryEvent[] }) {
  if (events.length === 0) return <p className="note">{texts.watch.noEvents}</p>;
  return (
    <ol className="events">
      {events.toReversed().map(({ at, kind, title }) => (
        <li key={at + title}>
          <time dateTime={at}>{moment(at)}</time>
          <span className="chip">{texts.watch.kinds[kind]}</span> {title}
        </li>
      ))}
    </ol>
  );
}
