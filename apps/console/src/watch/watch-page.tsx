import './watch.css';
import type { ReactNode } from 'react';
import { useParams } from 'wouter';
import { LIVE_MS, type ModelList, useApi } from '../api/index.js';
import { Loaded, Page, Since } from '../components/index.js';
import { texts } from '../texts.js';
import type { DriftAnswer, History, QualityAnswer } from './answers.js';
import { Controls } from './controls.js';
import { EventList } from './event-list.js';
import { DriftMap, MissingMap } from './heat-maps.js';
import { DriftSharePanel, OutcomePanel, QualityPanel, TrafficPanel } from './history-panels.js';
import { Baseline, Confusion, Segments, Verdict } from './latest-panels.js';
import { rangeOf } from './ranges.js';
import { useHistory } from './use-history.js';

const { watch: words } = texts;
const MAX_OUTCOMES = 6;

/** The past and the present of a version: quality, drift, predictions, traffic and what happened. */
export function WatchPage() {
  const { model = '', range: named, version: number } = useParams();
  const range = rangeOf(named);
  const version = number === undefined ? undefined : Number(number);
  const query = version === undefined ? '' : `?version=${version}`;
  const path = `models/${encodeURIComponent(model)}`;
  const history = useHistory(model, version, range);
  const quality = useApi<QualityAnswer>(`${path}/quality${query}`, LIVE_MS);
  const drift = useApi<DriftAnswer>(`${path}/drift${query}`, LIVE_MS * 3);
  const models = useApi<ModelList>('models', LIVE_MS * 6);
  const listed = models.data?.models.find(({ name }) => name === model);
  return (
    <Page
      title={words.title(model)}
      actions={<Controls model={model} range={range} version={version} listed={listed} />}
    >
      <Loaded of={quality}>
        {({ verdict, evaluated_at }) => (
          <>
            <Verdict verdict={verdict} />
            <p className="note">
              {words.evaluated} <Since at={evaluated_at} />
            </p>
          </>
        )}
      </Loaded>
      <Loaded of={history}>{(past) => <Past history={past} drift={drift.data} />}</Loaded>
      <Loaded of={quality}>
        {(answer) => (
          <Panel title={words.mistakes}>
            <h3>{words.confusion}</h3>
            <Confusion quality={answer.quality} />
            <h3>{words.segments}</h3>
            <Segments segments={answer.segments} />
          </Panel>
        )}
      </Loaded>
    </Page>
  );
}

function Past({ history, drift }: { readonly history: History; readonly drift: DriftAnswer | undefined }) {
  return (
    <>
      <Panel title={words.metrics[history.quality.metric]}>
        <QualityPanel history={history} />
      </Panel>
      <Panel
        title={words.drift}
        note={words.driftNote(history.drift.columns.length, history.drift.column_count)}
      >
        <DriftSharePanel history={history} />
        <Baseline drift={drift} />
        <DriftMap history={history} drift={drift} />
      </Panel>
      {history.predictions.slice(0, MAX_OUTCOMES).map((outcome) => (
        <Panel key={outcome.name} title={words.distribution(outcome.name)}>
          <OutcomePanel history={history} outcome={outcome} />
        </Panel>
      ))}
      <Panel title={words.missing}>
        <MissingMap history={history} />
      </Panel>
      <Panel title={words.traffic}>
        <TrafficPanel history={history} />
      </Panel>
      <Panel title={words.events}>
        <EventList events={history.events} />
      </Panel>
    </>
  );
}

interface PanelProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}

function Panel({ title, note, children }: PanelProps) {
  return (
    <section className="watch-panel">
      <h2>{title}</h2>
      {note !== undefined && <p className="note">{note}</p>}
      <div className="card">{children}</div>
    </section>
  );
}
