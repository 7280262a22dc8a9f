import { CopyButton, moment } from '../components/index.js';
import { texts } from '../texts.js';
import type { Secret } from './answers.js';

const { admin: words } = texts;

interface SecretCardProps {
  readonly secret: Secret;
  readonly onClose: () => void;
}

/** A new secret, the only time that it can be seen. */
export function SecretCard({ secret, onClose }: SecretCardProps) {
  const { client_id: id, client_secret: value, old_secret_valid_until: until } = secret;
  return (
    <div className="card notice stack secret" role="status">
      <p>
        <strong>{words.secretOf(id)}</strong> {words.secretOnce}
      </p>
      <div className="row">
        <pre className="grows" tabIndex={0} aria-label={words.secretOf(id)}>
          {value}
        </pre>
        <CopyButton text={value} />
        <button type="button" className="button small" onClick={onClose}>
          {words.secretDone}
        </button>
      </div>
      {until && <p className="note">{words.oldSecretUntil(moment(until))}</p>}
    </div>
  );
}
