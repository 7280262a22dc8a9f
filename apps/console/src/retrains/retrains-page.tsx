import { Link } from 'wouter';
import {
  type AlertList,
  LIVE_MS,
  type Retrain,
  type RetrainList,
  type RetrainPolicy,
  useApi,
} from '../api/index.js';
import { Loaded, Page, retrainHref, Since } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';
import { AlertTable } from './alert-table.js';
import { causeOf, figuresOf } from './cause.js';
import { DecisionButtons } from './decision-buttons.js';
import { PolicyCard } from './policy-card.js';
import { RequestForm } from './request-form.js';
import { RetrainTable } from './retrain-table.js';

const { retrains: words } = texts;

/** What fires, what was decided about it and why, and every retraining. */
export function RetrainsPage() {
  const { can } = useSession();
  const alerts = useApi<AlertList>('alerts', LIVE_MS);
  const retrains = useApi<RetrainList>('retrains?limit=200', LIVE_MS);
  const policy = useApi<RetrainPolicy>('retrains/policy', LIVE_MS);
  const refresh = () => void retrains.mutate();
  return (
    <Page title={words.title}>
      <Loaded of={retrains}>
        {({ retrains: list }) => (
          <>
            <Waiting retrains={list} onChange={refresh} />
            <section aria-labelledby="alerts">
              <h2 id="alerts">{words.alerts}</h2>
              <Loaded of={alerts}>
                {({ alerts: received }) =>
                  received.length === 0 ? (
                    <p className="card note">{words.noAlerts}</p>
                  ) : (
                    <div className="card">
                      <AlertTable alerts={received} retrains={list} policy={policy.data} />
                    </div>
                  )
                }
              </Loaded>
            </section>
            <section aria-labelledby="history">
              <h2 id="history">{words.history}</h2>
              {can('retrain:approve') && <RequestForm onChange={refresh} />}
              {list.length === 0 ? (
                <p className="card note">{words.noRetrains}</p>
              ) : (
                <div className="card">
                  <RetrainTable retrains={list} />
                </div>
              )}
            </section>
          </>
        )}
      </Loaded>
      <section aria-labelledby="policy">
        <h2 id="policy">{words.policy}</h2>
        <Loaded of={policy}>{(limits) => <PolicyCard policy={limits} alerts={alerts.data} />}</Loaded>
      </section>
    </Page>
  );
}

interface WaitingProps {
  readonly retrains: readonly Retrain[];
  readonly onChange: () => void;
}

/** What a person has to decide, above everything else. */
function Waiting({ retrains, onChange }: WaitingProps) {
  const waiting = retrains.filter(({ state }) => state === 'awaiting_approval');
  if (waiting.length === 0) return null;
  return (
    <section aria-labelledby="waiting" className="waiting">
      <h2 id="waiting">{words.waiting}</h2>
      <div className="stack">
        {waiting.map((retrain) => (
          <div key={retrain.id} className="card notice row">
            <div className="grows">
              <Link href={retrainHref(retrain.id)}>
                <strong>{words.of(retrain.model)}</strong>
              </Link>
              <span className="below">
                {[causeOf(retrain), figuresOf(retrain)].filter(Boolean).join(' · ')} ·{' '}
                <Since at={retrain.requested_at} />
              </span>
            </div>
            <DecisionButtons retrain={retrain} onChange={onChange} />
          </div>
        ))}
      </div>
    </section>
  );
}
