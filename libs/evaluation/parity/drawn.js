// The other half of oracle/drawn.py: draws the columns that the golden cases only describe.
import { number } from './number.js';

/** The values of a recipe: an array of categories, or doubles. */
export function draw(recipe) {
  const values = draws[recipe.draw](recipe);
  return recipe.type === 'category' ? Array.from(values) : new Float64Array(values);
}

const MODULUS = 2147483647;

/** Park and Miller's generator with factor 48271: uniforms in (0, 1), exact in doubles. */
function uniforms(seed) {
  let state = seed;
  return () => {
    // The remainder of a whole number below 2^53; % takes ten times as long.
    const product = state * 48271;
    state = product - Math.floor(product / MODULUS) * MODULUS;
    if (state < 0) state += MODULUS;
    else if (state >= MODULUS) state -= MODULUS;
    return state / MODULUS;
  };
}

function times(rows, make) {
  const values = new Array(rows);
  for (let row = 0; row < rows; row++) values[row] = make(row);
  return values;
}

function doubles(rows, make) {
  const values = new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = make(row);
  return values;
}

function shape(make) {
  return ({ seed, rows, at, spread }) => {
    const u = uniforms(seed);
    return doubles(rows, () => make(at, spread, u));
  };
}

const bell = (u) => u() + u() + u() + u() - 2;
const raised = (value, power) => (power === 2 ? value * value : value);

/** Hands over every row of a matrix with the number of its columns. */
function byRow({ of: matrix }, make) {
  const values = draw(matrix);
  const { columns } = matrix;
  return doubles(values.length / columns, (row) => make(values.subarray(row * columns, (row + 1) * columns)));
}

function zeros(at, spread, u) {
  const [first, second] = [u(), u()];
  return first < 0.4 ? 0 : at + spread * second;
}

function ratio(at, spread, u) {
  const [first, second] = [u(), u()];
  return at + spread * ((first - 0.5) / second);
}

function cube(at, spread, u) {
  const value = u();
  return at + spread * (value * value * value);
}

function choice({ seed, rows, values, cuts }) {
  const u = uniforms(seed);
  return times(rows, () => {
    const drawn = u();
    let place = 0;
    for (const cut of cuts) if (drawn >= cut) place++;
    return number(values[place]);
  });
}

function some({ of: column, seed, share, value }) {
  const u = uniforms(seed);
  return Array.from(draw(column), (kept, row) => (u() < share && row > 0 ? number(value) : kept));
}

function either({ first, second, share, seed }) {
  const u = uniforms(seed);
  const other = draw(second);
  return Array.from(draw(first), (value, row) => (u() < share ? value : other[row]));
}

function sum({ of: columns, weights }) {
  const drawn = columns.map(draw);
  return doubles(drawn[0].length, (row) =>
    drawn.reduce((total, column, index) => total + weights[index] * column[row], -0),
  );
}

function mixture({ seed, rows, weights }) {
  const u = uniforms(seed);
  return doubles(rows, () => weights.reduce((total, weight) => total + weight * bell(u), 0));
}

function resampled({ of: column, seed, rows }) {
  const u = uniforms(seed);
  const values = draw(column);
  return times(rows, () => values[Math.floor(u() * values.length)]);
}

function happened({ of: column, seed, power }) {
  const u = uniforms(seed);
  return Array.from(draw(column), (score) => Number(u() < raised(score, power)));
}

function simplex({ seed, rows, columns, sharpness }) {
  const u = uniforms(seed);
  const weights = doubles(rows * columns, () => {
    let weight = u();
    for (let time = 0; time < sharpness; time++) weight *= weight;
    return weight;
  });
  for (let start = 0; start < weights.length; start += columns) {
    const row = weights.subarray(start, start + columns);
    const total = row.reduce((left, right) => left + right);
    row.forEach((weight, column) => (row[column] = weight / total));
  }
  return weights;
}

function decided(recipe) {
  const u = uniforms(recipe.seed);
  return byRow(recipe, (shares) => {
    const cumulative = new Float64Array(shares.length);
    let total = 0;
    for (let column = 0; column < shares.length; column++) {
      cumulative[column] = total += raised(shares[column], recipe.power);
    }
    const drawn = u() * total;
    let place = 0;
    for (let column = 0; column < shares.length - 1; column++) if (cumulative[column] <= drawn) place++;
    return place;
  });
}

const draws = {
  bell: shape((at, spread, u) => at + spread * bell(u)),
  flat: shape((at, spread, u) => at + spread * u()),
  ratio: shape(ratio),
  pareto: shape((at, spread, u) => at + spread * (1 / u())),
  cube: shape(cube),
  zeros: shape(zeros),
  humps: shape((at, spread, u) => (u() < 0.5 ? -2 : at + 2) + spread * bell(u)),
  whole: shape((at, spread, u) => Math.floor(u() * spread) + at),
  choice,
  some,
  either,
  sum,
  mixture,
  alternating: ({ of: column }) => draw(column).map((value, row) => (row % 2 === 0 ? value : -value)),
  resampled,
  happened,
  simplex,
  decided,
  end: ({ of: column, value }) => [...draw(column), number(value)],
  joined: ({ of: columns }) => columns.flatMap((column) => [...draw(column)]),
  start: ({ of: column, rows }) => draw(column).slice(0, rows),
  cut: ({ of: column, parts }) => Array.from(draw(column), (value) => Math.floor(value * parts) / parts),
  'at least': ({ of: column, limit }) => Array.from(draw(column), (value) => Number(value >= limit)),
  largest: (recipe) => byRow(recipe, (shares) => shares.indexOf(Math.max(...shares))),
};
