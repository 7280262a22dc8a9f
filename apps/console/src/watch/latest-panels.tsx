import { confusionMatrix, distributionPlot } from '@plumbline/plots';
import { count, DataTable, figure, Finding, score, StatusChip, times } from '../components/index.js';
import { texts } from '../texts.js';
import type { Column, DriftAnswer, QualityAnswer, Segment } from './answers.js';

const { watch: words } = texts;

/** How the version is, and what to do. */
export function Verdict({ verdict }: Pick<QualityAnswer, 'verdict'>) {
  const { status, summary, evidence, action } = verdict;
  return (
    <div className="card notice">
      <p>
        <StatusChip status={status} /> <strong>{summary}</strong>
      </p>
      {evidence.length > 0 && (
        <ul className="news">
          {evidence.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {action !== null && <p className="note">{action}</p>}
    </div>
  );
}

/** What drift is measured against. */
export function Baseline({ drift }: { readonly drift: DriftAnswer | undefined }) {
  const baseline = drift?.baseline;
  if (!baseline) return null;
  const { description, rows, absent } = baseline;
  const text =
    absent === null ? words.baseline(description, count(rows)) : words.noBaseline(description, absent);
  return <p className="note">{text}</p>;
}

/** A column of the latest window against what it is compared with, as in the report. */
export function ColumnDetail({
  name,
  drift,
}: {
  readonly name: string;
  readonly drift: DriftAnswer | undefined;
}) {
  const column = drift && columnsOf(drift).find((each) => each.name === name);
  if (column === undefined) return <p className="note">{words.noColumn}</p>;
  return (
    <div className="detail">
      <p className="note">{column.drift ? scoreText(column.drift) : words.noScore}</p>
      <p className="legend">
        <Swatch kind="reference" name={drift?.baseline?.description ?? words.reference} />
        <Swatch kind="current" name={words.current} />
      </p>
      <Markup of={distributionPlot(`column-${name}`, name, column.distribution)} />
    </div>
  );
}

function Swatch({ kind, name }: { readonly kind: string; readonly name: string }) {
  return (
    <span>
      <svg className="swatch" viewBox="0 0 22 10" aria-hidden="true" focusable="false">
        <rect className={kind} width="22" height="10" />
      </svg>
      {name}
    </span>
  );
}

function columnsOf({ drift }: DriftAnswer): Column[] {
  if (drift === null) return [];
  return [...drift.columns, ...(drift.predictions ?? [drift.prediction])];
}

function scoreText(drift: NonNullable<Column['drift']>): string {
  const { display_name, score: value, threshold, drift_if, severity } = drift;
  return words.driftScore(display_name, figure(value), `${drift_if} ${figure(threshold)}`, times(severity));
}

/** Actual against predicted classes, for a classifier with labels. */
export function Confusion({ quality }: Pick<QualityAnswer, 'quality'>) {
  if (!quality?.classes || quality.confusion === undefined)
    return <p className="note">{words.noConfusion}</p>;
  const { classes, confusion, confusions = [] } = quality;
  return <Markup of={confusionMatrix({ classes, confusion, confusions })} />;
}

/** Where the model is wrong. */
export function Segments({ segments }: Pick<QualityAnswer, 'segments'>) {
  const rows = segments ? [...segments.weak, ...segments.declared] : [];
  if (segments === null || rows.length === 0) return <p className="note">{words.noSegments}</p>;
  const format = segments.metric === 'f1' ? score : figure;
  return (
    <DataTable caption={words.segments} columns={words.segmentColumns(words.metrics[segments.metric])}>
      {rows.map((segment) => (
        <SegmentRow key={segment.condition} segment={segment} format={format} />
      ))}
    </DataTable>
  );
}

function SegmentRow({
  segment,
  format,
}: {
  readonly segment: Segment;
  readonly format: (value: number) => string;
}) {
  const { condition, weak, rows, value, lower, upper, rest } = segment;
  const text = (number: number | null) => (number === null ? '–' : format(number));
  return (
    <tr>
      <th scope="row">
        <bdi>{condition}</bdi>
      </th>
      <td>
        <Finding alarm={weak}>{weak ? words.weak : words.notWeak}</Finding>
      </td>
      <td className="number">{count(rows)}</td>
      <td className="number">{text(value)}</td>
      <td className="number">{words.interval(text(lower), text(upper))}</td>
      <td className="number">{text(rest)}</td>
    </tr>
  );
}

/** Markup of the plots that the report shares, whose template escapes every value. */
function Markup({ of }: { readonly of: { toString(): string } }) {
  return <div dangerouslySetInnerHTML={{ __html: of.toString() }} />;
}
