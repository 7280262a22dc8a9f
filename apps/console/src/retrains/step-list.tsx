import type { RunTask } from '../api/index.js';
import { DataTable, duration, moment, RetrainState } from '../components/index.js';
import { texts } from '../texts.js';

const { retrains: words } = texts;

/** The tasks of the run in the order they started, with how long they took. */
export function StepList({ tasks }: { readonly tasks: readonly RunTask[] }) {
  return (
    <DataTable caption={words.steps} columns={words.stepColumns}>
      {tasks.map(({ id, index, state, started_at: startedAt, ended_at: endedAt }) => (
        <tr key={`${id} ${index}`}>
          <th scope="row">
            {words.tasks[id] ?? id}
            {index !== null && ` ${index + 1}`}
          </th>
          <td>
            <RetrainState state={state ?? 'none'} />
          </td>
          <td>{startedAt === null ? '' : moment(startedAt)}</td>
          <td className="number">{startedAt === null ? '' : duration(secondsBetween(startedAt, endedAt))}</td>
        </tr>
      ))}
    </DataTable>
  );
}

function secondsBetween(from: string, to: string | null): number {
  return Math.max(0, ((to === null ? Date.now() : Date.parse(to)) - Date.parse(from)) / 1000);
}
