import { build } from './board.js';
import { boards } from './boards.js';

/**
 * What Grafana's import by hand reads: nothing to fill in, because the data source is a variable, and the releases that the
 * dashboard works with. File provisioning ignores it.
 */
const forImport = {
  __inputs: [],
  __requires: [
    { type: 'grafana', id: 'grafana', name: 'Grafana', version: '10.4.0' },
    { type: 'datasource', id: 'prometheus', name: 'Prometheus', version: '1.0.0' },
  ],
};

/** The content of every dashboard file by file name; the same input always gives the same text. */
export function dashboardFiles(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(boards).map(([name, board]) => [
      `${name}.json`,
      `${JSON.stringify({ ...forImport, ...build(board) }, null, 2)}\n`,
    ]),
  );
}
