import { join } from 'node:path';
import { root } from '../workspace.mjs';
import { BadOption } from './errors.mjs';
import { driftingScenarios, scenarioNames, suddenScenarios } from './scenarios.mjs';

/**
 * @typedef {object} CheckedOptions every option of a run, within its rule
 * @property {string} scenario
 * @property {string} [model] undefined for every model in turn
 * @property {number} [count] rows of each model; undefined when `durationS` is given
 * @property {number} [durationS] of each model
 * @property {number} rate rows a second
 * @property {number} batch rows a request
 * @property {number} seed
 * @property {string[]} [features] that drift
 * @property {number} strength from 0 to 1
 * @property {number} [after] row at which a sudden change comes
 * @property {number} labelRate share of rows whose truth is sent, from 0 to 1
 * @property {number} labelDelay rows between a prediction and its truth
 * @property {boolean} collectIds
 * @property {string} authUrl
 * @property {string} predictUrl
 * @property {string} modelsDir
 */

const DEFAULT_COUNT = 1_000;

/** The rule of each option and its default; a rule says what a value must be, or nothing. */
const rules = {
  scenario: [oneOf(scenarioNames), 'steady'],
  model: [text],
  count: [whole(1, 10_000_000)],
  durationS: [number(0.1, 86_400)],
  rate: [number(0.1, 10_000), 50],
  batch: [whole(1, 1_000), 10],
  seed: [whole(0, 2 ** 32 - 1), 1],
  features: [names],
  strength: [number(0.01, 1), 0.5],
  after: [whole(0, 10_000_000)],
  labelRate: [number(0, 1), 1],
  labelDelay: [whole(0, 1_000_000), 50],
  authUrl: [httpUrl, 'http://localhost:8001'],
  predictUrl: [httpUrl, 'http://localhost:8002'],
  modelsDir: [text, join(root, 'models')],
};

/** The names of the options that a run takes. */
export const optionNames = Object.keys(rules);

/** The flag of an option: `labelRate` is `--label-rate`. */
export function flagOf(name) {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * Checks options, gives those that are missing their defaults.
 * @param {Partial<CheckedOptions>} given
 * @returns {CheckedOptions}
 * @throws {BadOption} with one sentence that names the option and its rule
 */
export function checkOptions(given) {
  const options = { collectIds: given.collectIds ?? false };
  for (const [name, [rule, byDefault]] of Object.entries(rules)) {
    const value = given[name] ?? byDefault;
    const problem = value === undefined ? undefined : rule(value);
    if (problem) throw new BadOption(`${flagOf(name)} must be ${problem}, not ${shown(value)}`);
    options[name] = value;
  }
  checkTogether(options);
  if (options.durationS === undefined) options.count ??= DEFAULT_COUNT;
  for (const name of ['authUrl', 'predictUrl']) options[name] = options[name].replace(/\/+$/, '');
  return options;
}

function checkTogether({ scenario, model, count, durationS, features, after }) {
  if (count !== undefined && durationS !== undefined) {
    throw new BadOption('--duration-s must be given without --count: one of them bounds the run');
  }
  if (features !== undefined && model === undefined) {
    throw new BadOption('--features must be given with --model: each model has features of its own');
  }
  if (features !== undefined && !driftingScenarios.includes(scenario)) {
    throw new BadOption(`--features must be given with --scenario ${driftingScenarios.join(' or ')}`);
  }
  if (after !== undefined && !suddenScenarios.includes(scenario)) {
    throw new BadOption(`--after must be given with --scenario ${suddenScenarios.join(' or ')}`);
  }
}

function whole(least, most) {
  const isIn = (value) => Number.isInteger(value) && value >= least && value <= most;
  return (value) => (isIn(value) ? undefined : `a whole number from ${least} to ${most}`);
}

function number(least, most) {
  const isIn = (value) => typeof value === 'number' && value >= least && value <= most;
  return (value) => (isIn(value) ? undefined : `a number from ${least} to ${most}`);
}

function oneOf(values) {
  return (value) => (values.includes(value) ? undefined : `one of ${values.join(', ')}`);
}

function text(value) {
  return typeof value === 'string' && value !== '' ? undefined : 'a name';
}

function names(value) {
  const areNames = value.length > 0 && value.every((name) => name !== '');
  return areNames ? undefined : 'names with commas between';
}

function httpUrl(value) {
  const protocol = URL.canParse(value) ? new URL(value).protocol : '';
  return ['http:', 'https:'].includes(protocol) ? undefined : 'a URL with http or https';
}

function shown(value) {
  const text = Array.isArray(value) ? value.join(',') : String(value);
  return text === '' ? 'empty' : text;
}
