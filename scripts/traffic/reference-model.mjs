import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { BadOption } from './errors.mjs';

/**
 * @typedef {object} ReferenceRow
 * @property {Readonly<Record<string, unknown>>} features
 * @property {string | number} actual the true class or number
 */

/**
 * @typedef {object} ReferenceModel
 * @property {object} manifest
 * @property {readonly ReferenceRow[]} rows
 */

/**
 * The champion of the named model, or of every model that has one and reference data, from a model repository.
 * @param {string} folder
 * @param {string | undefined} name
 * @returns {ReferenceModel[]}
 * @throws {BadOption} when there is none
 */
export function readModels(folder, name) {
  const known = modelNames(folder);
  if (known.length === 0)
    throw new BadOption(`--models-dir must hold a model with reference data, ${folder} has none`);
  if (name !== undefined && !known.includes(name)) {
    throw new BadOption(`--model must be one of ${known.join(', ')}, not ${name}`);
  }
  const chosen = name === undefined ? known.filter((model) => championOf(folder, model) !== null) : [name];
  return (chosen.length > 0 ? chosen : known).map((model) => readModel(versionFolder(folder, model)));
}

function modelNames(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && versionFolder(folder, entry.name) !== undefined)
    .map(({ name }) => name)
    .sort();
}

/** The champion's folder, else that of the latest version; undefined without a manifest and reference data. */
function versionFolder(folder, name) {
  const version =
    championOf(folder, name) ?? Math.max(0, ...readdirSync(join(folder, name)).filter(isVersion).map(Number));
  const found = join(folder, name, String(version));
  return ['manifest.json', 'reference.csv.gz'].every((file) => existsSync(join(found, file)))
    ? found
    : undefined;
}

function championOf(folder, name) {
  const aliases = join(folder, name, 'aliases.json');
  return existsSync(aliases) ? readJson(aliases).champion : null;
}

const isVersion = (name) => /^[1-9]\d*$/.test(name);
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

function readModel(folder) {
  const manifest = readJson(join(folder, 'manifest.json'));
  const file = join(folder, 'reference.csv.gz');
  try {
    return { manifest, rows: readTable(file, manifest.features).map((cells) => readRow(manifest, cells)) };
  } catch (error) {
    throw new BadOption(
      `--models-dir must hold reference data that can be read, ${file} cannot be used: ${error.message}`,
    );
  }
}

/** The rows of a table by column. @throws {Error} when there are none, or a column is missing. */
function readTable(file, features) {
  const rows = parse(gunzipSync(readFileSync(file)), { columns: true, bom: true });
  if (rows.length === 0) throw new Error('it has no rows');
  const missing = [...features.map(({ name }) => name), 'target'].filter((name) => !(name in rows[0]));
  if (missing.length > 0) throw new Error(`it has no column ${missing.join(', ')}`);
  return rows;
}

function readRow({ features, task }, cells) {
  return {
    features: Object.fromEntries(
      features.map((feature) => [feature.name, readCell(feature, cells[feature.name])]),
    ),
    actual: task === 'regression' ? Number(cells.target) : cells.target,
  };
}

function readCell({ type, categories }, cell) {
  if (type === 'text' || (type === 'category' && typeof categories[0] === 'string')) return cell;
  if (cell === '') return null;
  if (type === 'boolean') return ['true', '1', '1.0'].includes(cell.toLowerCase());
  return ['number', 'integer', 'category'].includes(type) ? Number(cell) : JSON.parse(cell);
}
