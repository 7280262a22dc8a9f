import type { AlertList, RetrainPolicy } from '../api/index.js';
import { duration, Finding, Since } from '../components/index.js';
import { texts } from '../texts.js';

const { retrains: words } = texts;

/** Watchdog arrives every minute; after ten, something is broken. */
const OVERDUE_MS = 600_000;

interface PolicyCardProps {
  readonly policy: RetrainPolicy;
  readonly alerts: AlertList | undefined;
}

/** How alerts are decided about, and whether they arrive. */
export function PolicyCard({ policy, alerts }: PolicyCardProps) {
  const { mode, airflow, cooldown_s: cooldownS, daily_cap: cap } = policy;
  return (
    <div className="card">
      <dl className="facts">
        <div>
          <dt>{words.mode}</dt>
          <dd>
            <strong>{words.modes[mode].name}</strong> {words.modes[mode].effect}
          </dd>
        </div>
        <div>
          <dt>{words.leadTo}</dt>
          <dd>{policy.alerts.join(', ')}</dd>
        </div>
        <div>
          <dt>{words.limits}</dt>
          <dd>{words.limitsText(duration(cooldownS), cap)}</dd>
        </div>
        <div>
          <dt>{words.arrival}</dt>
          <dd>{alerts && <Heartbeat at={alerts.last_heartbeat_at} />}</dd>
        </div>
        <div>
          <dt>Airflow</dt>
          <dd>
            {airflow === null ? (
              <Finding alarm={mode !== 'off'}>{words.noAirflow}</Finding>
            ) : (
              <a href={`${airflow.url}/dags/${encodeURIComponent(airflow.dag_id)}`}>{airflow.dag_id}</a>
            )}
          </dd>
        </div>
      </dl>
    </div>
  );
}

function Heartbeat({ at }: { readonly at: string | null }) {
  if (at === null) return <span className="faint">{words.noHeartbeat}</span>;
  const isOverdue = Date.now() - Date.parse(at) > OVERDUE_MS;
  return (
    <>
      <Finding alarm={isOverdue}>{isOverdue ? words.overdue : words.arriving}</Finding> (<Since at={at} />)
    </>
  );
}
