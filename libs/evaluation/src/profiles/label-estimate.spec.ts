import { describe, expect, test } from '@jest/globals';
import { MultiLabelCounts } from '../quality/index.js';
import { MersenneTwister } from '../statistics/index.js';
import { buildProfile } from './build-profile.js';
import { estimateLabels } from './label-estimate.js';
import type { ReferenceTable } from './profile-spec.js';

const LABELS = ['hat', 'glasses', 'smile'];
const AVERAGES = ['macro', 'micro', 'weighted'] as const;

/** Rows whose labels are likely together, with overconfident probabilities. */
function draw(rows: number, seed: number) {
  const random = new MersenneTwister(seed);
  const uniform = () => (random.next() + 0.5) / 2 ** 32;
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const table = Array.from({ length: rows }, () => {
    const common = normal();
    return LABELS.map((_, place) => {
      const odds = 1.5 * normal() - 0.7 * place;
      const noise = Math.sqrt(0.8) * common + Math.sqrt(0.2) * normal();
      return { probability: 1 / (1 + Math.exp(-2 * odds)), actual: Number(odds + 1.5 * noise > 0) };
    });
  });
  const column = (of: (cell: { probability: number; actual: number }) => number) =>
    Object.fromEntries(LABELS.map((label, place) => [label, table.map((row) => of(row[place]!))]));
  return {
    rows: { x: table.map((_, row) => row % 7) },
    predictions: table.map(() => 0),
    probabilities: table.flatMap((row) => row.map(({ probability }) => probability)),
    outcomes: column(({ probability }) => Number(probability >= 0.5)),
    actual: null,
    actualOutcomes: column(({ actual }) => actual),
  };
}

const profileOf = (table: ReferenceTable) =>
  buildProfile(table, {
    features: [{ name: 'x', kind: 'numerical' }],
    classes: LABELS,
    outcomes: LABELS.map((name) => ({ name, kind: 'label' })),
    chunkRows: 500,
  }).labelEstimators!;

function realised({ outcomes, actualOutcomes, predictions }: ReturnType<typeof draw>) {
  const counts = new MultiLabelCounts(LABELS);
  for (const row of predictions.keys())
    counts.add(
      LABELS.map((label) => actualOutcomes[label]![row]!),
      LABELS.map((label) => outcomes[label]![row]!),
    );
  return counts;
}

const f1Of = ({ tp, fp, fn }: { tp: number; fp: number; fn: number }) => (2 * tp) / (2 * tp + fp + fn);

describe('F1 of several labels without knowing them', () => {
  const reference = draw(1_000, 1);
  const estimators = profileOf(reference);
  const windows = Array.from({ length: 100 }, (_, place) => draw(1_000, place + 10));

  test.each(AVERAGES)('averaged (%s), its band holds, also where labels occur together', (average) => {
    const held = windows.filter((window) => {
      const { lower, upper } = estimateLabels(estimators, window)!.averages[average]!;
      const f1 = realised(window).scores(average).f1;
      return lower <= f1 && f1 <= upper;
    });
    expect(held.length).toBeGreaterThanOrEqual(97);
  });

  test('of every label, its band holds', () => {
    for (const [place, label] of LABELS.entries()) {
      const held = windows.filter((window) => {
        const one = estimateLabels(estimators, window)!.labels[place]!;
        const f1 = f1Of(realised(window).of(place));
        return one.label === label && one.f1!.lower <= f1 && f1 <= one.f1!.upper;
      });
      expect(held.length).toBeGreaterThanOrEqual(97);
    }
  });

  test.each(AVERAGES)('has at least the error that the labels of the reference show (%s)', (average) => {
    const known = { value: 0.5, errorOfOne: 3 };
    const wide = { ...estimators, averages: { [average]: known } };
    const { value, lower } = estimateLabels(wide, windows[0]!)!.averages[average]!;
    expect(value - lower).toBeCloseTo(3 * 3 * Math.sqrt(1 / 1_000 + 1 / 1_000), 12);
  });

  test.each(AVERAGES)('of certain labels equals their F1 (%s)', (average) => {
    const [window] = windows as [ReturnType<typeof draw>];
    const certain = {
      ...window,
      probabilities: reference.predictions.flatMap((_, row) =>
        LABELS.map((label) => window.actualOutcomes[label]![row]!),
      ),
    };
    const uncalibrated = {
      ...estimators,
      labels: estimators.labels.map((one) => ({
        ...one,
        curve: null,
        f1: { value: 0.5, errorOfOne: 0 },
        rows: 1,
      })),
    };
    const { averages, labels } = estimateLabels(uncalibrated, certain)!;
    expect(averages[average]!.value).toBeCloseTo(realised(window).scores(average).f1, 12);
    expect(labels[2]!.f1!.value).toBeCloseTo(f1Of(realised(window).of(2)), 12);
  });

  test('is absent for a label known in fewer than 300 rows or in one way only, and then for averages', () => {
    const { actualOutcomes } = reference;
    const few = actualOutcomes['hat']!.map((flag, row) => (row < 299 ? flag : null));
    const never = actualOutcomes['smile']!.map(() => 0);
    const { labels, averages } = profileOf({
      ...reference,
      actualOutcomes: { ...actualOutcomes, hat: few, smile: never },
    });
    expect(labels).toEqual([
      { label: 'hat', unproven: 'the reference has 299 labelled rows and at least 300 are needed' },
      expect.objectContaining({ label: 'glasses', rows: 1_000 }),
      { label: 'smile', unproven: 'no row of the reference has the label' },
    ]);
    expect(averages).toEqual({});
    const window = estimateLabels({ labels, averages, rows: 0 }, windows[0]!)!;
    expect(window.labels.map(({ f1 }) => f1 === null)).toEqual([true, false, true]);
    expect(window.averages.macro).toBeNull();
  });
});
