import { change, type ModelDetail } from '../api/index.js';
import { ConfirmButton, DataTable, Since } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';
import { metricTexts } from './version-fields.js';

const { model: words } = texts;

interface VersionTableProps {
  readonly model: ModelDetail;
  /** Called when a pointer has moved. */
  readonly onChange: () => void;
}

/** The versions, the newest first, with what may be done to them. */
export function VersionTable({ model, onChange }: VersionTableProps) {
  const mayChange = useSession().can('models');
  const columns = mayChange ? words.columns : words.columns.slice(0, -1);
  return (
    <div className="card">
      <DataTable caption={words.versions} columns={columns}>
        {model.versions.toReversed().map((version) => (
          <tr key={version.version}>
            <th scope="row">{version.version}</th>
            <td>{roleOf(model, version.version)}</td>
            {version.state === 'READY' ? (
              <>
                <td>{version.model_type}</td>
                <td>
                  <Since at={version.created_at} />
                </td>
                <td>
                  {metricTexts(version.metrics)
                    .map(([name, value]) => `${name} ${value}`)
                    .join(', ')}
                </td>
                {mayChange && (
                  <td>
                    <VersionActions model={model} version={version.version} onChange={onChange} />
                  </td>
                )}
              </>
            ) : (
              <td colSpan={mayChange ? 4 : 3}>
                {words.unavailable}: {version.reason}
              </td>
            )}
          </tr>
        ))}
      </DataTable>
    </div>
  );
}

function roleOf({ champion, previous, challenger }: ModelDetail, version: number) {
  if (version === champion) return <span className="chip strong">{words.roles.champion}</span>;
  if (version === challenger) return <span className="chip">{words.roles.challenger}</span>;
  return version === previous ? words.roles.previous : '';
}

function VersionActions({ model, version, onChange }: VersionTableProps & { readonly version: number }) {
  const { name, champion, previous, challenger } = model;
  const move = async (pointer: string, body: object) => {
    await change(`models/${encodeURIComponent(name)}/${pointer}`, { method: 'POST', body });
    onChange();
  };
  if (version === champion) {
    if (previous === null) return null;
    return (
      <ConfirmButton
        name={words.rollback}
        question={words.rollbackQuestion(name, previous)}
        effect={words.rollbackEffect}
        onConfirm={() => move('rollback', {})}
      />
    );
  }
  const isChallenger = version === challenger;
  return (
    <span className="actions">
      <ConfirmButton
        name={words.promote}
        question={words.promoteQuestion(name, version)}
        effect={words.promoteEffect}
        onConfirm={() => move('promote', { version })}
      />
      <ConfirmButton
        name={isChallenger ? words.endChallenge : words.challenge}
        question={(isChallenger ? words.endChallengeQuestion : words.challengeQuestion)(name, version)}
        effect={isChallenger ? words.endChallengeEffect : words.challengeEffect}
        onConfirm={() => move('challenger', { version: isChallenger ? null : version })}
      />
    </span>
  );
}
