import type { ClassificationQuality, ModelQuality, NumberQuality } from '@plumbline/evaluation';
import {
  dataQualitySection,
  documentPage,
  driftSections,
  eyebrow,
  headline,
  section,
  tile,
  type Tile,
} from '../page/index.js';
import { scrollTable } from '../tables/index.js';
import { alarm, calm, type FeatureNote, html, type Html } from '../text/index.js';
import { count, figure, percent, plural, score } from '../../words/index.js';
import type { ComparisonReport } from './comparison-report.js';

/** The comparison as a self-contained page, in the form of the report of a served model. */
export function comparisonPage(
  report: ComparisonReport,
  notes: Readonly<Record<string, FeatureNote>>,
): string {
  const { reference, current } = report;
  return documentPage(`${current.name} against ${reference.name}`, masthead(report), content(report, notes));
}

function masthead(report: ComparisonReport): Html {
  const { reference, current } = report;
  return html`<header class="masthead">
    ${eyebrow}
    <h1><bdi>${current.name}</bdi></h1>
    <p class="note">
      ${plural(current.rows, 'row')}, compared with the ${plural(reference.rows, 'row')} of the reference
      <bdi>${reference.name}</bdi>
    </p>
    ${headline(report)}
  </header>`;
}

function content(report: ComparisonReport, notes: Readonly<Record<string, FeatureNote>>): Html {
  const { columns, texts, quality } = report;
  const drift = { columns, reconstruction: null };
  return html`<dl class="tiles">${tilesOf(report).map(tile)}</dl>
    <nav class="contents" aria-label="Sections">
      ${sectionLinks(report).map(([id, name]) => html`<a href="#${id}">${name}</a>`)}
    </nav>
    ${driftSections(drift, { features: notes })}
    ${texts.length > 0 && html`<p class="note">Texts are not compared: <bdi>${texts.join(', ')}</bdi>.</p>`}
    ${quality && section('quality', 'Quality', html`${qualityTables(quality)}`)} ${dataQualitySection(drift)}`;
}

function sectionLinks({ quality }: ComparisonReport): readonly (readonly [string, string])[] {
  return [
    ['drift', 'Drift'],
    ['distributions', 'Distributions'],
    ...(quality === null ? [] : [['quality', 'Quality'] as const]),
    ['data-quality', 'Data quality'],
  ];
}

function tilesOf({ dataset, quality, current, reference }: ComparisonReport): Tile[] {
  const { drifted, computed, driftShare, datasetDrifted } = dataset;
  return [
    {
      name: 'Data drift',
      value: `${drifted} of ${computed}`,
      note: `columns drifted; the data set drifts at ${percent(driftShare)}`,
      finding: datasetDrifted ? alarm('drifted') : calm('not drifted'),
    },
    ...(quality === null ? [] : [qualityTile(quality)]),
    { name: 'Rows', value: count(current.rows), note: `${count(reference.rows)} in the reference` },
  ];
}

type Quality = NonNullable<ComparisonReport['quality']>;

function qualityTile({ reference, current }: Quality): Tile {
  const isError = (current ?? reference)?.task === 'regression';
  const text = (quality: ModelQuality | null) =>
    quality?.task === 'regression' ? figure(quality.meanAbsoluteError) : score(quality?.f1);
  return {
    name: isError ? 'Mean absolute error' : 'F1',
    value: text(current),
    note: `over ${plural(current?.rows ?? 0, 'labelled row')}; ${text(reference)} on the reference`,
  };
}

/** The scores of both files side by side, and of classes those of each class. */
function qualityTables({ reference, current }: Quality): Html {
  const rows =
    (reference ?? current)?.task === 'regression'
      ? errorRows(reference as NumberQuality | null, current as NumberQuality | null)
      : scoreRows(reference as ClassificationQuality | null, current as ClassificationQuality | null);
  const scores = scrollTable({
    caption: 'Quality of the reference and of the current rows',
    texts: ['Score'],
    numbers: ['Reference', 'Current'],
    rows: rows.map(([name, ...values]) => row(name, values)),
  });
  return html`<div class="card">${scores}</div>
    ${reference?.task === 'classification' && current?.task === 'classification' && classCard(reference, current)}`;
}

type ScoreRow = readonly [string, string, string];

function errorRows(reference: NumberQuality | null, current: NumberQuality | null): ScoreRow[] {
  const line = (name: string, key: 'meanAbsoluteError' | 'rootMeanSquaredError' | 'meanError'): ScoreRow => [
    name,
    figure(reference?.[key]),
    figure(current?.[key]),
  ];
  return [
    line('Mean absolute error', 'meanAbsoluteError'),
    line('Root mean squared error', 'rootMeanSquaredError'),
    line('Mean error', 'meanError'),
    ['R²', score(reference?.r2), score(current?.r2)],
    ['Labelled rows', count(reference?.rows), count(current?.rows)],
  ];
}

function scoreRows(
  reference: ClassificationQuality | null,
  current: ClassificationQuality | null,
): ScoreRow[] {
  const line = (name: string, key: 'f1' | 'precision' | 'recall' | 'accuracy'): ScoreRow => [
    name,
    score(reference?.[key]),
    score(current?.[key]),
  ];
  return [
    line('F1', 'f1'),
    line('Precision', 'precision'),
    line('Recall', 'recall'),
    line('Accuracy', 'accuracy'),
    ['Labelled rows', count(reference?.rows), count(current?.rows)],
  ];
}

function classCard(reference: ClassificationQuality, current: ClassificationQuality): Html {
  const cells = ({ classes }: ClassificationQuality, name: string) => {
    const { precision, recall, f1 } = classes[name] ?? {};
    return [precision, recall, f1].map((value) => score(value));
  };
  const parts = ['Precision', 'Recall', 'F1'];
  return html`<div class="card">
    <h3>By class</h3>
    ${scrollTable({
      caption: 'Quality by class',
      texts: ['Class'],
      numbers: [...parts.map((part) => `${part}, reference`), ...parts.map((part) => `${part}, current`)],
      rows: Object.keys(current.classes).map((name) =>
        row(name, [...cells(reference, name), ...cells(current, name)]),
      ),
    })}
  </div>`;
}

function row(name: string, values: readonly string[]): Html {
  return html`<tr>
    <th scope="row"><bdi>${name}</bdi></th>
    ${values.map((value) => html`<td class="number">${value}</td>`)}
  </tr>`;
}
