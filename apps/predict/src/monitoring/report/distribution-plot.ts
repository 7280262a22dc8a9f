import type { ColumnDistribution } from '@plumbline/evaluation';
import { barPlot } from './bar-plot.js';
import { type BinShare, binShares, largestChange } from './bin-shares.js';
import { percent, plural } from './figures.js';
import { html, type Html } from './html.js';
import { numbersTable } from './plot.js';
import { rowPlot } from './row-plot.js';

/** More categories than this, or longer names, lie instead of stand. */
const MOST_STANDING = 6;
const LONGEST_STANDING = 6;
/** More categories than this are in the table of numbers alone. */
const MOST_LYING = 14;

/** Where the values of a column are, in the reference and in the current rows: a plot and its numbers. */
export function distributionPlot(id: string, name: string, distribution: ColumnDistribution): Html {
  const shares = binShares(distribution);
  const frame = { id, title: `${name}: reference against current`, description: inWords(shares) };
  return html`<figure class="distribution">
    ${drawing(frame, shares, distribution.edges)}
    ${numbersTable(`${name}: share of rows by bin`, ['Bin', 'Reference', 'Current'], shares.map(rowOf))}
  </figure>`;
}

type Frame = Parameters<typeof barPlot>[0];

function drawing(frame: Frame, shares: readonly BinShare[], edges: readonly number[] | null): Html {
  if (edges !== null) return barPlot(frame, shares, edges);
  const standing =
    shares.length <= MOST_STANDING && shares.every(({ label }) => label.length <= LONGEST_STANDING);
  if (standing) return barPlot(frame, shares, null);
  if (shares.length <= MOST_LYING) return rowPlot(frame, shares);
  const shown = mostChanged(shares);
  return html`${rowPlot(frame, shown)}
    <p class="note">
      The ${MOST_LYING} categories that changed most; ${plural(shares.length - shown.length, 'other')} in the
      numbers.
    </p>`;
}

/** Those that changed most, in the order they had. */
function mostChanged(shares: readonly BinShare[]): BinShare[] {
  const change = ({ reference, current }: BinShare) => Math.abs(current - reference);
  const chosen = new Set([...shares].sort((one, other) => change(other) - change(one)).slice(0, MOST_LYING));
  return shares.filter((share) => chosen.has(share));
}

function inWords(shares: readonly BinShare[]): string {
  const largest = largestChange(shares);
  if (largest === undefined) return 'No bins.';
  return `${shares.length} bins. The largest change is in ${largest.label}: from ${percent(largest.reference)} of the reference to ${percent(largest.current)} of the current rows.`;
}

function rowOf({ label, reference, current }: BinShare): string[] {
  return [label, percent(reference), percent(current)];
}
