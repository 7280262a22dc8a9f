import { Link, useLocation } from 'wouter';
import { type ListedModel } from '../api/index.js';
import { texts } from '../texts.js';
import { type RangeName, ranges, watchPath } from './ranges.js';

const { watch: words } = texts;

interface ControlsProps {
  readonly model: string;
  readonly range: RangeName;
  readonly version: number | undefined;
  readonly listed: ListedModel | undefined;
}

/** Chooses the range and the version; both are part of the address. */
export function Controls({ model, range, version, listed }: ControlsProps) {
  const [, go] = useLocation();
  const names = Object.keys(ranges) as RangeName[];
  return (
    <>
      <nav className="ranges" aria-label={words.range}>
        {names.map((name) => (
          <Link
            key={name}
            href={watchPath(model, name, version)}
            aria-current={name === range ? 'true' : undefined}
            replace
          >
            {name}
          </Link>
        ))}
      </nav>
      <label className="inline-field">
        {words.version}
        <select
          value={version ?? ''}
          onChange={({ target }) => go(watchPath(model, range, Number(target.value) || undefined))}
        >
          <option value="">{words.champion(listed?.champion ?? null)}</option>
          {listed?.versions
            .filter(({ state }) => state === 'READY')
            .map(({ version: number }) => (
              <option key={number} value={number}>
                {words.versionName(number)}
              </option>
            ))}
        </select>
      </label>
    </>
  );
}
