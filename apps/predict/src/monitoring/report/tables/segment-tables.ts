import type { SegmentFigure, SegmentShare } from '@plumbline/evaluation';
import type { LabelledSegments } from '../../segments/index.js';
import { count, figure, percent, score } from '../../words/index.js';
import { alarm, calm, html, type Html } from '../text/index.js';
import { scrollTable } from './scroll-table.js';

/** Segments with their F1 or error, in the given order. */
export function segmentTable(
  caption: string,
  segments: readonly SegmentFigure[],
  metric: LabelledSegments['metric'],
): Html {
  const shown = metric === 'f1' ? score : figure;
  const name = metric === 'f1' ? 'F1' : 'Mean absolute error';
  const rows = segments.map(
    (segment) =>
      html`<tr>
        <th scope="row"><bdi>${segment.condition}</bdi></th>
        <td>${segment.weak ? alarm('worse than the rest') : calm('not worse')}</td>
        <td class="number">${count(segment.rows)}</td>
        <td class="number">${shown(segment.value)}</td>
        <td class="number">${shown(segment.lower)} to ${shown(segment.upper)}</td>
        <td class="number">${shown(segment.rest)}</td>
        <td class="number">${figure(segment.adjustedP)}</td>
      </tr>`,
  );
  return scrollTable({
    caption,
    texts: ['Segment', 'Finding'],
    numbers: ['Rows', name, '95 % interval', 'Other rows', 'Adjusted p'],
    rows,
  });
}

/** The shares of segments now and in the reference. */
export function shareTable(shares: readonly SegmentShare[]): Html {
  const rows = shares.map(
    ({ condition, drifted, rows, share, referenceShare }) =>
      html`<tr>
        <th scope="row"><bdi>${condition}</bdi></th>
        <td>${drifted ? alarm('drifted') : calm('not drifted')}</td>
        <td class="number">${count(rows)}</td>
        <td class="number">${percent(share)}</td>
        <td class="number">${percent(referenceShare)}</td>
      </tr>`,
  );
  const numbers = ['Rows', 'Share', 'In the reference'];
  return scrollTable({ caption: 'Shares of the segments', texts: ['Segment', 'Finding'], numbers, rows });
}
