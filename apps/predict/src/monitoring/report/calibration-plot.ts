import type { CalibrationBin } from '@plumbline/evaluation';
import { count, percent } from './figures.js';
import { html, type Html } from './html.js';
import { numbersTable, plot } from './plot.js';
import { linearScale } from './scale.js';

const SIZE = 320;
const LEFT = 44;
const BOTTOM = 276;
const x = linearScale([0, 1], LEFT, SIZE - 10);
const y = linearScale([0, 1], BOTTOM, 10);
const LEVELS = [0, 0.25, 0.5, 0.75, 1];

/** How often the model is right when it is so sure: on the diagonal it is exactly as often as it says. */
export function calibrationPlot(bins: readonly CalibrationBin[], outcome: string): Html {
  const frame = {
    id: 'calibration',
    title: 'Calibration',
    description: `${bins.length} bins of confidence. ${inWords(bins)}`,
    width: SIZE,
    height: SIZE - 4,
    kind: 'square',
  };
  return html`<figure>
    ${plot(frame, drawing(bins))}
    <figcaption class="note">
      Across: mean probability of a bin. Up: how often ${outcome}. Larger dots stand for more rows; on the
      dashed line both agree.
    </figcaption>
    ${numbersTable('Calibration by bin', ['Mean probability', 'Came true', 'Rows'], bins.map(rowOf))}
  </figure>`;
}

function drawing(bins: readonly CalibrationBin[]): Html {
  const most = Math.max(...bins.map(({ rows }) => rows));
  const curve = bins
    .map(({ meanConfidence, shareRight }) => `${x(meanConfidence)} ${y(shareRight)}`)
    .join('L');
  return html`${LEVELS.map((level) => html`<line class="grid" x1="${LEFT}" x2="${x(1)}" y1="${y(level)}" y2="${y(level)}" /><text class="tick end" x="${LEFT - 6}" y="${y(level) + 4}">${percent(level)}</text><text class="tick middle" x="${x(level) - (level === 1 ? 8 : 0)}" y="${BOTTOM + 18}">${percent(level)}</text>`)}<line
      class="level"
      x1="${x(0)}"
      y1="${y(0)}"
      x2="${x(1)}"
      y2="${y(1)}"
    /><path class="realised" d="M${curve}" />${bins.map((bin) => dot(bin, most))}`;
}

function dot({ rows, meanConfidence, shareRight }: CalibrationBin, most: number): Html {
  const radius = 3 + 5 * Math.sqrt(rows / most);
  return html`<circle class="dot" cx="${x(meanConfidence)}" cy="${y(shareRight)}" r="${radius.toFixed(1)}"
    ><title>
      said ${percent(meanConfidence)}, came true ${percent(shareRight)}, rows: ${count(rows)}
    </title></circle
  >`;
}

function inWords(bins: readonly CalibrationBin[]): string {
  const gap = ({ meanConfidence, shareRight }: CalibrationBin) => Math.abs(meanConfidence - shareRight);
  const [worst] = [...bins].sort((one, other) => gap(other) - gap(one));
  if (worst === undefined) return '';
  return `The widest gap: where the model says ${percent(worst.meanConfidence)}, ${percent(worst.shareRight)} came true.`;
}

function rowOf({ rows, meanConfidence, shareRight }: CalibrationBin): string[] {
  return [percent(meanConfidence), percent(shareRight), count(rows)];
}
