import { percent, plural } from './figures.js';
import { html, type Html } from './html.js';
import { columnPlot, rowPlot } from './bar-plots.js';
import { type BinShare, binShares, type Distribution, mostChanged } from './bin-shares.js';
import { numbersTable } from './plot.js';

/** With more categories than this, or longer names, bars are flat. */
const MAX_UPRIGHT = 6;
const MAX_UPRIGHT_LENGTH = 6;
/** With more categories than this, the plot shows those that changed most. */
const MAX_ROWS = 14;

/** The distribution of a column in the reference and in the current rows: a plot and its numbers. */
export function distributionPlot(id: string, name: string, distribution: Distribution): Html {
  const shares = binShares(distribution);
  const frame = { id, title: `${name}: reference against current`, description: textOf(shares) };
  return html`<figure class="distribution">
    ${drawing(frame, shares, distribution.edges)}
    ${numbersTable(`${name}: share of rows by bin`, ['Bin', 'Reference', 'Current'], shares.map(rowOf))}
  </figure>`;
}

type Frame = Parameters<typeof columnPlot>[0];

function drawing(frame: Frame, shares: readonly BinShare[], edges: readonly number[] | null): Html {
  const areShort = shares.every(({ label }) => label.length <= MAX_UPRIGHT_LENGTH);
  if (edges !== null || (shares.length <= MAX_UPRIGHT && areShort)) return columnPlot(frame, shares, edges);
  if (shares.length <= MAX_ROWS) return rowPlot(frame, shares);
  const chosen = new Set(mostChanged(shares, MAX_ROWS));
  const shown = shares.filter((share) => chosen.has(share));
  return html`${rowPlot(frame, shown)}
    <p class="note">
      The ${MAX_ROWS} categories that changed most. The numbers below include
      ${plural(shares.length - shown.length, 'other')}.
    </p>`;
}

function textOf(shares: readonly BinShare[]): string {
  const [largest] = mostChanged(shares, 1);
  if (largest === undefined) return 'No bins.';
  return `${shares.length} bins. The largest change is in ${largest.label}: from ${percent(largest.reference)} of the reference to ${percent(largest.current)} of the current rows.`;
}

function rowOf({ label, reference, current }: BinShare): string[] {
  return [label, percent(reference), percent(current)];
}
