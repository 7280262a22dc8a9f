import { type ReactNode, useState } from 'react';
import { DataTable } from '../components/index.js';
import { texts } from '../texts.js';
import { lastOf, type Strip, StripPlot, type StripScale, textOf } from './strip-plot.js';

/** Rows that are shown at first. */
const FEW_ROWS = 12;

interface StripsProps extends StripScale {
  readonly title: string;
  readonly rows: readonly Strip[];
  /** What a row opens into; rows cannot be opened without it. */
  readonly detail?: (name: string) => ReactNode;
}

/** A heat map over time: a row for each name, whose bars are taller and darker the larger the value is. */
export function Strips({ rows, title, detail, ...scale }: StripsProps) {
  const [isAll, setAll] = useState(false);
  const [open, setOpen] = useState<string>();
  const shown = isAll ? rows : rows.slice(0, FEW_ROWS);
  return (
    <>
      <DataTable caption={title} columns={texts.watch.stripColumns} className="strips">
        {shown.map(({ name, values }) => (
          <StripRow
            key={name}
            strip={{ name, values, ...scale }}
            detail={detail}
            isOpen={open === name}
            onToggle={() => setOpen(open === name ? undefined : name)}
          />
        ))}
      </DataTable>
      {rows.length > FEW_ROWS && (
        <button type="button" className="button" aria-pressed={isAll} onClick={() => setAll(!isAll)}>
          {isAll ? texts.watch.fewer : texts.watch.all(rows.length)}
        </button>
      )}
    </>
  );
}

interface StripRowProps {
  readonly strip: Strip & StripScale;
  readonly detail: StripsProps['detail'];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function StripRow({ strip, detail, isOpen, onToggle }: StripRowProps) {
  const { name, values, format } = strip;
  return (
    <>
      <tr>
        <th scope="row">
          {detail ? (
            <button type="button" className="as-link" aria-expanded={isOpen} onClick={onToggle}>
              {name}
            </button>
          ) : (
            name
          )}
        </th>
        <td>
          <StripPlot {...strip} />
        </td>
        <td className="number">{textOf(lastOf(values), format)}</td>
      </tr>
      {detail && isOpen && (
        <tr>
          <td colSpan={3}>{detail(name)}</td>
        </tr>
      )}
    </>
  );
}
