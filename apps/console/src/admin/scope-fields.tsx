import { texts } from '../texts.js';

const { admin: words } = texts;

interface ScopeFieldsProps {
  readonly chosen?: readonly string[];
  /** Whether those are offered that only people can have. */
  readonly personal: boolean;
}

/** The scopes as check boxes, each with what it allows. */
export function ScopeFields({ chosen = [], personal }: ScopeFieldsProps) {
  const offered = Object.entries(words.scopes).filter(([name]) => personal || name !== 'retrain:approve');
  return (
    <fieldset className="choices scopes">
      <legend>{words.scopesLegend}</legend>
      {offered.map(([name, allows]) => (
        <label key={name}>
          <input type="checkbox" name="scope" value={name} defaultChecked={chosen.includes(name)} />
          <span>
            <code>{name}</code> <small>{allows}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The chosen scopes of a form. */
export function scopesOf(form: FormData): string[] {
  return form.getAll('scope').filter((scope) => typeof scope === 'string');
}

/** Scopes in a table. */
export function Scopes({ scopes }: { readonly scopes: readonly string[] }) {
  return (
    <span className="chips">
      {scopes.map((scope) => (
        <span key={scope} className="chip">
          {scope}
        </span>
      ))}
    </span>
  );
}
