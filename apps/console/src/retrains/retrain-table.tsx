import { Link } from 'wouter';
import type { Retrain } from '../api/index.js';
import { DataTable, modelHref, retrainHref, RetrainState, Since } from '../components/index.js';
import { texts } from '../texts.js';
import { causeOf, figuresOf } from './cause.js';

const { retrains: words } = texts;

/** Retrainings, the newest first. */
export function RetrainTable({ retrains }: { readonly retrains: readonly Retrain[] }) {
  const [requested, model, cause, state] = words.columns;
  return (
    <DataTable caption={words.history} columns={words.columns} className="narrow">
      {retrains.map((retrain) => (
        <tr key={retrain.id}>
          <th scope="row" data-label={requested}>
            <Link href={retrainHref(retrain.id)}>
              <Since at={retrain.requested_at} />
            </Link>
          </th>
          <td data-label={model}>
            <Link href={modelHref(retrain.model)}>{retrain.model}</Link>
            {retrain.version !== null && <span className="below">{words.champion(retrain.version)}</span>}
          </td>
          <td data-label={cause}>
            {causeOf(retrain)}
            <span className="below">{figuresOf(retrain)}</span>
          </td>
          <td data-label={state}>
            <RetrainState state={retrain.state} />
            <span className="below">{retrain.reason}</span>
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
