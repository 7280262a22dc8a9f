import { DataTable, moment } from '../components/index.js';
import { texts } from '../texts.js';
import type { ChartContent } from './chart-options.js';

/** Of more rows only some are listed, evenly spread. */
const MAX_ROWS = 48;

type NumbersTableProps = Pick<ChartContent, 'times' | 'lines' | 'format'> & { readonly caption: string };

/** The values of a chart as a table, folded; times without a value are left out. */
export function NumbersTable({ caption, times, lines, format }: NumbersTableProps) {
  const known = times
    .map((time, place) => ({
      time,
      values: lines.map(({ values, figures = values }) => figures[place] ?? null),
    }))
    .filter(({ values }) => values.some((value) => value !== null));
  const every = Math.ceil(known.length / MAX_ROWS);
  const rows = known.filter((_, place) => (known.length - 1 - place) % every === 0);
  return (
    <details className="numbers">
      <summary>{texts.watch.numbers}</summary>
      <DataTable caption={caption} columns={[texts.watch.time, ...lines.map(({ name }) => name)]}>
        {rows.map(({ time, values }) => (
          <tr key={time}>
            <th scope="row">{moment(new Date(time * 1000).toISOString())}</th>
            {values.map((value, place) => (
              <td key={lines[place]?.name}>{value === null ? '–' : format(value)}</td>
            ))}
          </tr>
        ))}
      </DataTable>
    </details>
  );
}
