import { Link, useParams } from 'wouter';
import { Page } from '../components/index.js';
import { texts } from '../texts.js';
import { ClientsPart } from './clients-part.js';
import { EventsPart } from './events-part.js';
import { KeysPart } from './keys-part.js';
import { PeoplePart } from './people-part.js';

const { admin: words } = texts;

const parts = {
  people: { name: words.people, Part: PeoplePart },
  clients: { name: words.clients, Part: ClientsPart },
  keys: { name: words.keys, Part: KeysPart },
  events: { name: words.events, Part: EventsPart },
};

/** People, machine clients, signing keys and the audit trail of auth, which decides what is allowed. */
export function AdminPage() {
  const { part = 'people' } = useParams<{ part?: string }>();
  const { Part } = Object.entries(parts).find(([key]) => key === part)?.[1] ?? parts.people;
  return (
    <Page title={words.title}>
      <nav className="tabs" aria-label={words.parts}>
        {Object.entries(parts).map(([key, { name }]) => (
          <Link key={key} href={`/admin/${key}`} aria-current={key === part ? 'page' : undefined}>
            {name}
          </Link>
        ))}
      </nav>
      <Part />
    </Page>
  );
}
