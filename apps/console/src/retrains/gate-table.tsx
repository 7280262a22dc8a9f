import type { Interval, RunEvaluation } from '../api/index.js';
import { count, DataTable, figure, Finding, IntervalBar, percent, score } from '../components/index.js';
import { texts } from '../texts.js';

const { retrains: words } = texts;

type Show = (value: number) => string;

/** Champion and challengers on the same held-out rows, with the intervals that the gate decides by. */
export function GateTable({ evaluation }: { readonly evaluation: RunEvaluation }) {
  const { models, confidence, recent_rows: recentRows, reference_rows: referenceRows } = evaluation;
  const show: Show = evaluation.score === 'f1' ? score : figure;
  const gains = models.flatMap(({ recent }) => (recent?.gain ? [recent.gain] : []));
  const scale = {
    from: Math.min(0, ...gains.map(({ lower }) => lower)),
    to: Math.max(0, ...gains.map(({ upper }) => upper)),
    mark: 0,
  };
  return (
    <>
      <p className="note">{words.gateNote(count(recentRows), count(referenceRows), percent(confidence))}</p>
      <DataTable caption={words.gate} columns={words.gateColumns(words.scores[evaluation.score])}>
        {models.map(({ name, chosen, recent, reference, latency_ms: latency, bytes }) => (
          <tr key={name}>
            <th scope="row">
              {name === 'champion' ? words.theChampion : name}
              {chosen && (
                <span className="below">
                  <Finding alarm={false}>{words.chosen}</Finding>
                </span>
              )}
            </th>
            <td>{intervalText(recent?.score, show)}</td>
            <td>
              {name !== 'champion' && recent?.gain && (
                <>
                  <IntervalBar interval={recent.gain} {...scale} />
                  <span className="below">{intervalText(recent.gain, show)}</span>
                </>
              )}
            </td>
            <td>{intervalText(reference?.score, show)}</td>
            <td className="number">{figure(latency)} ms</td>
            <td className="number">{figure(bytes / 1024)} KiB</td>
          </tr>
        ))}
      </DataTable>
    </>
  );
}

function intervalText(interval: Interval | null | undefined, show: Show): string {
  if (!interval) return words.undefinedScore;
  return `${show(interval.value)} (${words.interval(show(interval.lower), show(interval.upper))})`;
}
