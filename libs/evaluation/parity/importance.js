import { importanceOf, permutationOrders } from '@plumbline/evaluation';

/** The values the library has for a case of the group importance. */
export function importanceResults({ seed, repeats, weights, values, target }) {
  const orders = permutationOrders(values.length, repeats, seed);
  const accuracy = (rows) => {
    const sums = rows.map((row) => row.reduce((sum, value, column) => sum + value * weights[column], 0));
    return sums.filter((sum, row) => Number(sum > 0) === target[row]).length / rows.length;
  };
  const all = weights.map((_, column) => {
    const shuffled = orders.map((order) =>
      values.map((row, place) => row.with(column, values[order[place]][column])),
    );
    return importanceOf(accuracy(values), shuffled.map(accuracy));
  });
  return {
    importance: { means: all.map(({ mean }) => mean), deviations: all.map(({ deviation }) => deviation) },
  };
}
