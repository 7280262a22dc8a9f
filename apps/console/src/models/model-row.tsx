import { Link } from 'wouter';
import type { Evaluation, ListedModel, Retrain } from '../api/index.js';
import {
  count,
  figure,
  Finding,
  modelHref,
  retrainHref,
  score,
  SeverityBar,
  Since,
  StatusChip,
  watchHref,
} from '../components/index.js';
import { texts } from '../texts.js';

const { models: words } = texts;

interface ModelRowProps {
  readonly model: ListedModel;
  /** Undefined before the first one, and without the scope `monitor`. */
  readonly evaluation: Evaluation | undefined;
  /** The latest one. */
  readonly retrain: Retrain | undefined;
}

/** One model in the list. Cells are labelled for narrow screens, where they stand below each other. */
export function ModelRow({ model, evaluation, retrain }: ModelRowProps) {
  const [, status, quality, drift, traffic, retraining] = words.columns;
  return (
    <tr>
      <th scope="row">
        <Link href={modelHref(model.name)}>{model.name}</Link>
        <span className="below">{versionLine(model)}</span>
        {evaluation && (
          <Link className="below" href={watchHref(model.name)}>
            {words.watch(model.name)}
          </Link>
        )}
      </th>
      <td data-label={status}>
        <StatusChip status={evaluation?.verdict.status ?? 'unknown'} />
        <span className="below">{evaluation?.verdict.summary ?? words.notEvaluated}</span>
      </td>
      <td data-label={quality}>
        <Quality evaluation={evaluation} />
      </td>
      <td data-label={drift}>
        <Drift evaluation={evaluation} />
      </td>
      <td data-label={traffic}>
        <Traffic evaluation={evaluation} />
      </td>
      <td data-label={retraining}>
        {retrain === undefined ? (
          <span className="faint">{words.noRetrain}</span>
        ) : (
          <>
            <Link href={retrainHref(retrain.id)}>
              {texts.retrains.states[retrain.state] ?? retrain.state}
            </Link>
            <span className="below">
              <Since at={retrain.updated_at} />
            </span>
          </>
        )}
      </td>
    </tr>
  );
}

function versionLine({ champion, challenger, versions }: ListedModel): string {
  const task = versions.find(({ version }) => version === champion);
  const kind = task?.state === 'READY' ? words.tasks[task.task] : undefined;
  const parts = [
    kind,
    champion === null ? words.noChampion : words.champion(champion, versions.length),
    challenger === null ? undefined : words.challenger(challenger),
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function Quality({ evaluation }: { readonly evaluation: Evaluation | undefined }) {
  if (evaluation === undefined) return <span className="faint">{words.absent}</span>;
  const { quality, feedback } = evaluation;
  const show = quality.score === 'f1' ? score : figure;
  const name = words.scores[quality.score];
  if (quality.value === null) {
    return (
      <>
        <span className="faint">{words.noQuality(name)}</span>
        <span className="below">{words.labels(count(feedback.rows), count(feedback.minimum))}</span>
      </>
    );
  }
  const { interval, baseline } = quality;
  return (
    <>
      <strong>
        {name} {show(quality.value)}
      </strong>
      <span className="below">
        {interval && words.interval(show(interval.lower), show(interval.upper))}
        {baseline !== null && ` ${words.baseline(show(baseline))}`}
      </span>
    </>
  );
}

function Drift({ evaluation }: { readonly evaluation: Evaluation | undefined }) {
  const drift = evaluation?.drift;
  if (!drift) return <span className="faint">{words.absent}</span>;
  return (
    <>
      {drift.largest_severity === null ? null : <SeverityBar severity={drift.largest_severity} />}
      <span className="below">
        {words.drifted(drift.drifted, drift.columns)}{' '}
        {drift.dataset_drifted && <Finding alarm>{words.datasetDrifted}</Finding>}{' '}
        {drift.prediction_drifted && <Finding alarm>{words.predictionDrifted}</Finding>}
      </span>
    </>
  );
}

function Traffic({ evaluation }: { readonly evaluation: Evaluation | undefined }) {
  const { rows = 0, to = null } = evaluation?.predictions ?? {};
  if (to === null) return <span className="faint">{words.noTraffic}</span>;
  return (
    <>
      <Since at={to} />
      <span className="below">{words.window(count(rows))}</span>
    </>
  );
}
