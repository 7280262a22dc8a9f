import { Link, useParams } from 'wouter';
import { addressOf, LIVE_MS, type ModelDetail, useApi } from '../api/index.js';
import { Loaded, Page, tryHref, watchHref } from '../components/index.js';
import { useSession } from '../session/index.js';
import { texts } from '../texts.js';
import { FeatureTable } from './feature-table.js';
import { VersionComparison } from './version-comparison.js';
import { VersionTable } from './version-table.js';

const { model: words } = texts;

/** A model: its versions, what they take, and how two of them differ. */
export function ModelPage() {
  const { model: name = '' } = useParams<{ model: string }>();
  const { can } = useSession();
  const path = `models/${encodeURIComponent(name)}`;
  const model = useApi<ModelDetail>(path, LIVE_MS);
  return (
    <Page
      title={name}
      actions={
        <>
          <Link className="button primary" href={tryHref(name)}>
            {words.tryIt}
          </Link>
          {can('monitor') && (
            <>
              <Link className="button" href={watchHref(name)}>
                {words.watch}
              </Link>
              <a className="button" href={addressOf(`${path}/report`)}>
                {words.report}
              </a>
            </>
          )}
        </>
      }
    >
      <Loaded of={model}>
        {(detail) => <ModelContent model={detail} onChange={() => void model.mutate()} />}
      </Loaded>
    </Page>
  );
}

interface ModelContentProps {
  readonly model: ModelDetail;
  readonly onChange: () => void;
}

function ModelContent({ model, onChange }: ModelContentProps) {
  const served = model.versions.filter((version) => version.state === 'READY');
  const champion = served.find(({ version }) => version === model.champion);
  return (
    <>
      {champion && <p className="note">{champion.description}</p>}
      {champion?.warnings.map((warning) => (
        <p key={warning} className="stale">
          {warning}
        </p>
      ))}
      <section aria-labelledby="versions">
        <h2 id="versions">{words.versions}</h2>
        <VersionTable model={model} onChange={onChange} />
      </section>
      {served.length > 1 && <VersionComparison versions={served} />}
      {champion && (
        <section aria-labelledby="features">
          <h2 id="features">{words.features}</h2>
          <FeatureTable features={champion.features} />
        </section>
      )}
    </>
  );
}
