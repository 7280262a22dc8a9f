import type { ReactNode } from 'react';

interface DataTableProps {
  /** For screen readers. */
  readonly caption: string;
  readonly columns: readonly string[];
  readonly className?: string;
  /** The rows of the body. */
  readonly children: ReactNode;
}

/** A table that scrolls sideways where the page is too narrow. */
export function DataTable({ caption, columns, className, children }: DataTableProps) {
  return (
    <div className="scroll" role="group" tabIndex={0} aria-label={caption}>
      <table className={className}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
