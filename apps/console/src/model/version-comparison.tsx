import { useState } from 'react';
import type { VersionDetail } from '../api/index.js';
import { DataTable } from '../components/index.js';
import { texts } from '../texts.js';
import { differences } from './version-fields.js';

const { model: words } = texts;

/** The metrics and the signature of two versions, where they differ. */
export function VersionComparison({ versions }: { readonly versions: readonly VersionDetail[] }) {
  const [first, setFirst] = useState(versions.at(-2)?.version);
  const [second, setSecond] = useState(versions.at(-1)?.version);
  const one = versions.find(({ version }) => version === first);
  const other = versions.find(({ version }) => version === second);
  const select = (name: string, value: number | undefined, onChange: (version: number) => void) => (
    <label className="field">
      {name}
      <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {versions.map(({ version }) => (
          <option key={version}>{version}</option>
        ))}
      </select>
    </label>
  );
  return (
    <section aria-labelledby="compare">
      <h2 id="compare">{words.compare}</h2>
      <div className="card stack">
        <div className="row">
          {select(words.compareFirst, first, setFirst)}
          {select(words.compareSecond, second, setSecond)}
        </div>
        {one && other && <Differences one={one} other={other} />}
      </div>
    </section>
  );
}

function Differences({ one, other }: { readonly one: VersionDetail; readonly other: VersionDetail }) {
  const found = differences(one, other);
  if (found.length === 0) return <p>{words.same}</p>;
  return (
    <DataTable caption={words.compare} columns={words.compareColumns}>
      {found.map(({ field, first, second }) => (
        <tr key={field}>
          <th scope="row">{field}</th>
          <td>{first}</td>
          <td>{second}</td>
        </tr>
      ))}
    </DataTable>
  );
}
