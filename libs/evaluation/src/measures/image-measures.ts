/**
 * What is compared of an image: mean luma, standard deviation of the luma, variance of its Laplacian, mean of each colour, and the
 * size as it was sent.
 */
export const imageDescriptors = [
  'brightness',
  'contrast',
  'sharpness',
  'red',
  'green',
  'blue',
  'width',
  'height',
] as const;

/** The numbers of an image, from its logged description. @throws {TypeError} for a value of another type. */
export function imageMeasures(value: unknown): Readonly<Record<string, number | undefined>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('a value is not an image');
  const described: Readonly<Record<string, unknown>> = { ...value };
  return Object.fromEntries(
    imageDescriptors.map((name) => {
      const number = described[name];
      return [name, typeof number === 'number' ? number : undefined];
    }),
  );
}
