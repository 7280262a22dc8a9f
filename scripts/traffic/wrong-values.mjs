/**
 * Values that no feature of this kind takes, as JSON text: some of them are no JSON at all, or infinite once parsed.
 * @param {object} feature from the manifest
 * @returns {string[]}
 */
export function wrongValues(feature) {
  return [...wrongForAll, ...(wrongByType[feature.type]?.(feature) ?? [])];
}

const wrongForAll = ['{}', 'NaN', '1e999'];

const json = (value) => JSON.stringify(value);
const notNumbers = ['"a lot"', '"NaN"', '"Infinity"', 'true', '[1]'];

const wrongByType = {
  number: (feature) => [...notNumbers, ...outOfBounds(feature)],
  integer: (feature) => [...notNumbers, '0.5', ...outOfBounds(feature)],
  boolean: () => ['"maybe"', '2', '[true]'],
  category: ({ categories, allow_unknown: allowUnknown }) => [
    ...(typeof categories[0] === 'string' ? ['12345', 'false'] : ['"a lot"', 'true']),
    ...(allowUnknown ? [] : ['"unheard of"']),
  ],
  text: ({ max_length: maxLength }) => ['12345', 'false', json('a'.repeat(maxLength + 1)), json('a\0b')],
};

function outOfBounds({ minimum, maximum }) {
  return [
    ...(maximum === undefined ? [] : [json(maximum + 1)]),
    ...(minimum === undefined ? [] : [json(minimum - 1)]),
  ];
}
