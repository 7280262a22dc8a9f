import type { ReactNode } from 'react';
import { Link, useParams } from 'wouter';
import { LIVE_MS, type RetrainDetail, useApi } from '../api/index.js';
import { Loaded, modelHref, moment, Page, RetrainState, Since, watchHref } from '../components/index.js';
import { Subject, useSession } from '../session/index.js';
import { texts } from '../texts.js';
import { causeOf, figuresOf } from './cause.js';
import { DecisionButtons } from './decision-buttons.js';
import { GateTable } from './gate-table.js';
import { StepList } from './step-list.js';

const { retrains: words } = texts;

/** One retraining: why, who decided, what its run does, and what the gate saw. */
export function RetrainPage() {
  const { id = '' } = useParams<{ id: string }>();
  const retrain = useApi<RetrainDetail>(`retrains/${encodeURIComponent(id)}`, LIVE_MS);
  const { can } = useSession();
  const { data } = retrain;
  return (
    <Page
      title={data ? words.of(data.model) : words.one}
      actions={
        <>
          {data?.run?.url && (
            <a className="button" href={data.run.url}>
              {words.openAirflow}
            </a>
          )}
          {data && can('monitor') && (
            <Link className="button" href={watchHref(data.model)}>
              {texts.model.watch}
            </Link>
          )}
          <Link className="button" href="/retrains">
            {words.all}
          </Link>
        </>
      }
    >
      <Loaded of={retrain}>
        {(detail) => <RetrainContent detail={detail} onChange={() => void retrain.mutate()} />}
      </Loaded>
    </Page>
  );
}

interface RetrainContentProps {
  readonly detail: RetrainDetail;
  readonly onChange: () => void;
}

function RetrainContent({ detail, onChange }: RetrainContentProps) {
  const { run, run_problem: problem } = detail;
  return (
    <>
      <div className="card stack">
        <div className="row">
          <div className="grows">
            <RetrainState state={detail.state} /> <span className="faint">{detail.reason}</span>
          </div>
          <DecisionButtons retrain={detail} onChange={onChange} />
        </div>
        <Facts detail={detail} />
      </div>
      <section aria-labelledby="steps">
        <h2 id="steps">{words.steps}</h2>
        {problem && <p className="stale">{words.airflowProblem(problem)}</p>}
        {run && run.tasks.length > 0 ? (
          <div className="card">
            <StepList tasks={run.tasks} />
          </div>
        ) : (
          problem === null && <p className="card note">{words.noSteps}</p>
        )}
      </section>
      {run?.evaluation && (
        <section aria-labelledby="gate">
          <h2 id="gate">{words.gate}</h2>
          <div className="card">
            <GateTable evaluation={run.evaluation} />
          </div>
        </section>
      )}
    </>
  );
}

function Facts({ detail }: Pick<RetrainContentProps, 'detail'>) {
  const { decision, version, attempts, notifications } = detail;
  const facts: [name: string, value: ReactNode][] = [
    [words.model, <Link href={modelHref(detail.model)}>{detail.model}</Link>],
    [words.championThen, version ?? texts.models.noChampion],
    [words.cause, [causeOf(detail), figuresOf(detail)].filter(Boolean).join(': ')],
    [
      words.requested,
      <>
        {moment(detail.requested_at)} (<Subject id={detail.requested_by} />)
      </>,
    ],
    [
      words.decided,
      decision ? (
        <>
          {words.decisions[decision.state]} {moment(decision.at)} (<Subject id={decision.by} />)
        </>
      ) : (
        words.notDecided[detail.state === 'awaiting_approval' ? 'waiting' : 'automatic']
      ),
    ],
    [words.lastChange, <Since at={detail.updated_at} />],
    [words.notifications, notifications],
    [words.attempts, attempts],
    [words.runId, <code>{detail.dag_run_id}</code>],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
