import type { Outcome, Prediction } from '../api/index.js';
import { figure, Finding, percent } from '../components/index.js';
import { texts } from '../texts.js';

const { tryIt: words } = texts;
const WIDTH = 100;
/** So many classes are shown, the most probable first. */
const MAX_BARS = 10;

/** The answer of a model: the prediction, its probabilities, and inputs outside of the reference. */
export function PredictionView({ prediction }: { readonly prediction: Prediction }) {
  const { probabilities, scores, score, drift, prediction_id: id } = prediction;
  return (
    <>
      <p className="answer">{outcomeText(prediction.prediction)}</p>
      {probabilities && (
        <Bars title={words.probabilities} values={probabilities} show={percent} largest={1} />
      )}
      {scores && (
        <Bars
          title={words.scores}
          values={scores}
          show={figure}
          largest={Math.max(1e-9, ...Object.values(scores))}
        />
      )}
      {score !== undefined && (
        <p>
          {words.score}: {figure(score)}
        </p>
      )}
      {drift && (
        <p>
          <Finding alarm={drift.length > 0}>
            {drift.length > 0 ? words.unusual(drift.join(', ')) : words.usual}
          </Finding>
        </p>
      )}
      <p className="note">
        {words.id}: <code>{id}</code>
      </p>
    </>
  );
}

/** An outcome in words. */
function outcomeText(outcome: Outcome): string {
  if (typeof outcome === 'string') return outcome;
  if (typeof outcome === 'number') return figure(outcome);
  if (isList(outcome)) return outcome.join(', ') || words.none;
  return Object.entries(outcome)
    .map(([name, value]) => `${name}: ${typeof value === 'number' ? figure(value) : String(value)}`)
    .join(', ');
}

function isList(outcome: Outcome): outcome is readonly string[] {
  return Array.isArray(outcome);
}

interface BarsProps {
  readonly title: string;
  readonly values: Readonly<Record<string, number>>;
  readonly show: (value: number) => string;
  /** The value of a full bar. */
  readonly largest: number;
}

function Bars({ title, values, show, largest }: BarsProps) {
  const sorted = Object.entries(values).sort(([, one], [, other]) => other - one);
  return (
    <div className="bars" role="list" aria-label={title}>
      {sorted.slice(0, MAX_BARS).map(([name, value]) => (
        <div key={name} role="listitem" className="bar-row">
          <span>{name}</span>
          <svg viewBox={`0 0 ${WIDTH} 11`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <rect className="track" width={WIDTH} height="11" />
            <rect className="within" width={Math.max(0, (value / largest) * WIDTH)} height="11" />
          </svg>
          <span className="number">{show(value)}</span>
        </div>
      ))}
    </div>
  );
}
