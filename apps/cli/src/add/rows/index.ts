export type { CsvOptions } from './csv.js';
export { readTable } from './read-table.js';
export { type Cell, type Column, Table } from './table.js';
