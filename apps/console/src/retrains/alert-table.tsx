import { Link } from 'wouter';
import type { ReceivedAlert, Retrain, RetrainPolicy } from '../api/index.js';
import { DataTable, modelHref, moment, retrainHref, RetrainState, Since } from '../components/index.js';
import { texts } from '../texts.js';

const { retrains: words } = texts;

interface AlertTableProps {
  readonly alerts: readonly ReceivedAlert[];
  readonly retrains: readonly Retrain[];
  readonly policy: RetrainPolicy | undefined;
}

/** The alerts that predict received, firing ones first, each with the decision and its reason. */
export function AlertTable({ alerts, retrains, policy }: AlertTableProps) {
  const [name, model, state, decision] = words.alertColumns;
  return (
    <DataTable caption={words.alerts} columns={words.alertColumns} className="narrow">
      {alerts.map((alert) => (
        <tr key={alert.alertname + alert.model + (alert.starts_at ?? '')}>
          <th scope="row" data-label={name}>
            {alert.alertname}
            {alert.summary && <span className="below">{alert.summary}</span>}
          </th>
          <td data-label={model}>
            <Link href={modelHref(alert.model)}>{alert.model}</Link>
          </td>
          <td data-label={state}>
            <RetrainState state={alert.status} />
            <span className="below">
              <Since
                at={alert.status === 'firing' ? (alert.starts_at ?? alert.received_at) : alert.received_at}
              />
            </span>
          </td>
          <td data-label={decision}>
            <Decision alert={alert} retrains={retrains} policy={policy} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

function Decision({
  alert,
  retrains,
  policy,
}: Omit<AlertTableProps, 'alerts'> & { readonly alert: ReceivedAlert }) {
  const { outcome, reason, model, dag_run_id: runId } = alert;
  const retrain = retrains.find((each) => each.dag_run_id === runId);
  const until = policy?.models.find((each) => each.model === model)?.cooldown_until;
  const explained = words.outcomes[outcome];
  return (
    <>
      <strong>{explained?.name ?? outcome}</strong>
      <span className="below">
        {explained?.why ?? reason} {until && outcome === 'cooldown' && words.cooldownEnds(moment(until))}
      </span>
      {retrain && (
        <Link className="below" href={retrainHref(retrain.id)}>
          {words.showRetrain}
        </Link>
      )}
    </>
  );
}
