import type { CalibrationBin } from '@plumbline/evaluation';
import { numbersTable, plot, plotScale } from '@plumbline/plots';
import { line } from 'd3-shape';
import { count, percent, plural } from '../../words/index.js';
import { html, type Html } from '../text/index.js';

const SIZE = 320;
const LEFT = 44;
const BOTTOM = 276;
const x = plotScale([0, 1], [LEFT, SIZE - 10]);
const y = plotScale([0, 1], [BOTTOM, 10]);
const LEVELS = [0, 0.25, 0.5, 0.75, 1];
const curve = line<CalibrationBin>(
  ({ meanConfidence }) => x(meanConfidence),
  ({ shareRight }) => y(shareRight),
);

/**
 * The observed frequency of an outcome by its mean predicted probability. On the diagonal they are equal.
 * @param outcome completes "how often ...".
 */
export function calibrationPlot(bins: readonly CalibrationBin[], outcome: string): Html {
  const frame = {
    id: 'calibration',
    title: 'Calibration',
    description: `${bins.length} bins of confidence. ${largestGap(bins)}`,
    width: SIZE,
    height: SIZE - 4,
    kind: 'square',
  };
  return html`<figure>
    ${plot(frame, drawing(bins))}
    <figcaption class="note">
      Horizontal: the mean probability of a bin. Vertical: how often ${outcome}. Larger dots stand for more
      rows. On the dashed line both are equal.
    </figcaption>
    ${numbersTable('Calibration by bin', ['Mean probability', 'Observed', 'Rows'], bins.map(rowOf))}
  </figure>`;
}

function drawing(bins: readonly CalibrationBin[]): Html {
  const largest = Math.max(...bins.map(({ rows }) => rows));
  return html`${LEVELS.map((level) => html`<line class="grid" x1="${LEFT}" x2="${x(1)}" y1="${y(level)}" y2="${y(level)}" /><text class="tick end" x="${LEFT - 6}" y="${y(level) + 4}">${percent(level)}</text><text class="tick middle" x="${x(level) - (level === 1 ? 8 : 0)}" y="${BOTTOM + 18}">${percent(level)}</text>`)}<line
      class="level"
      x1="${x(0)}"
      y1="${y(0)}"
      x2="${x(1)}"
      y2="${y(1)}"
    /><path class="realised" d="${curve(bins)}" />${bins.map((bin) => dot(bin, largest))}`;
}

function dot({ rows, meanConfidence, shareRight }: CalibrationBin, largest: number): Html {
  const radius = 3 + 5 * Math.sqrt(rows / largest);
  return html`<circle class="dot" cx="${x(meanConfidence)}" cy="${y(shareRight)}" r="${radius.toFixed(1)}"
    ><title>
      mean probability ${percent(meanConfidence)}, observed ${percent(shareRight)}, ${plural(rows, 'row')}
    </title></circle
  >`;
}

function largestGap(bins: readonly CalibrationBin[]): string {
  const gap = ({ meanConfidence, shareRight }: CalibrationBin) => Math.abs(meanConfidence - shareRight);
  const [largest] = [...bins].sort((one, other) => gap(other) - gap(one));
  if (largest === undefined) return '';
  return `Largest gap: mean probability ${percent(largest.meanConfidence)}, observed ${percent(largest.shareRight)}.`;
}

function rowOf({ rows, meanConfidence, shareRight }: CalibrationBin): string[] {
  return [percent(meanConfidence), percent(shareRight), count(rows)];
}
