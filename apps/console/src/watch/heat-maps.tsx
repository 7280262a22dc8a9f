import { percent, times } from '../components/index.js';
import { texts } from '../texts.js';
import type { DriftAnswer, History } from './answers.js';
import { frameOf } from './history-panels.js';
import { ColumnDetail } from './latest-panels.js';
import type { StripScale } from './strip-plot.js';
import { Strips } from './strips.js';

const { watch: words } = texts;

/** Severities of this many thresholds fill a bar. */
const FULL_SEVERITY = 2;

interface DriftMapProps {
  readonly history: History;
  readonly drift: DriftAnswer | undefined;
}

/** The severity of each column over time. A row opens into the latest rows against the reference. */
export function DriftMap({ history, drift }: DriftMapProps) {
  const { columns } = history.drift;
  if (columns.length === 0) return null;
  return (
    <Strips
      {...scaleOf(history)}
      title={words.drift}
      rows={columns.map(({ name, severity }) => ({ name, values: severity }))}
      full={FULL_SEVERITY}
      threshold={1}
      format={times}
      detail={(name) => <ColumnDetail name={name} drift={drift} />}
    />
  );
}

/** The share of rows without a value of each feature that misses some. */
export function MissingMap({ history }: Pick<DriftMapProps, 'history'>) {
  const missing = history.missing.filter(({ share }) => share.some((value) => value !== null && value > 0));
  if (missing.length === 0) return <p className="note">{words.noMissing}</p>;
  return (
    <Strips
      {...scaleOf(history)}
      title={words.missing}
      rows={missing.map(({ feature, share }) => ({ name: feature, values: share }))}
      full={1}
      format={percent}
    />
  );
}

function scaleOf(history: History): Pick<StripScale, 'fromS' | 'resolutionS' | 'events'> {
  const { times: moments, resolutionS, events } = frameOf(history);
  return { fromS: moments[0] ?? 0, resolutionS, events };
}
