import { z } from 'zod';
import { type Datatype, isWhole } from '../tensors/index.js';
import { DecodedImage } from './decoded-image.js';
import { featureFields, FILL } from './feature-fields.js';
import type {
  DecodingBudget,
  ElementsWriter,
  FeatureType,
  FeatureValue,
  NestedNumbers,
} from './feature-type.js';
import { decodeImage, imageOfPixels } from './image-decoder.js';
import { arrayProblem } from './nested-numbers.js';
import { elementOf, notANumber } from './number.js';

const MAX_PIXELS = 1_048_576;
const DATA_URL = /^data:image\/[a-z]+;base64,/;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** A PNG of one pixel. */
const EXAMPLE =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==';

const perChannel = z.union([z.number(), z.array(z.number()).min(1).max(3)]);
const DEFAULT_SCALE = { mean: 0, std: 255 };

/** Of an example in base64, in characters. */
const MAX_EXAMPLE = 2 ** 18;

export const imageFeature = z.strictObject({
  ...featureFields,
  type: z.literal('image'),
  width: z.int().min(1),
  height: z.int().min(1),
  mode: z.enum(['rgb', 'grayscale']).default('rgb'),
  layout: z.enum(['channels_first', 'channels_last']).default('channels_first'),
  scale: z
    .strictObject({
      mean: perChannel.default(DEFAULT_SCALE.mean),
      std: perChannel.default(DEFAULT_SCALE.std),
    })
    .default(DEFAULT_SCALE)
    .describe('A value of 0 to 255 becomes (value - mean) / std; one number, or one for each channel'),
  log: z
    .enum(['descriptors', 'image'])
    .default('descriptors')
    .describe('Whether the log keeps facts about an image only, or the decoded image too'),
  fill: z.number().optional().describe(FILL),
  example: z.string().max(MAX_EXAMPLE).optional(),
});

type ImageFeature = z.infer<typeof imageFeature>;

/** A picture, as a PNG, JPEG or WebP file in base64, or as its pixels in nested lists. */
export const image: FeatureType<ImageFeature> = {
  problems: imageProblems,
  misfit: imageMisfit,
  valueSchema: (feature) =>
    z
      .unknown()
      .superRefine((value, context) => {
        const problem = imageProblem(feature, value);
        if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
      })
      .meta(imageDocument(feature)) as z.ZodType<FeatureValue>,
  encoder: () => undefined,
  missing: (_feature, datatype) => notANumber(datatype),
  elements: { shapeOf, writer: imageWriter },
  prepare: prepareImage,
  exampleOf: ({ example = EXAMPLE }) => example,
  parseCell: (_feature, cell) =>
    ArrayBuffer.isView(cell) ? Buffer.from(cell as Uint8Array).toString('base64') : cell,
  profileOf: ({ name }) => ({ name, kind: 'image' }),
};

function channelsOf({ mode }: Pick<ImageFeature, 'mode'>): number {
  return mode === 'rgb' ? 3 : 1;
}

function shapeOf(feature: ImageFeature): readonly number[] {
  const { width, height, layout } = feature;
  const channels = channelsOf(feature);
  return layout === 'channels_first' ? [channels, height, width] : [height, width, channels];
}

function scalesOf(feature: ImageFeature) {
  const list = (value: number | number[]) =>
    typeof value === 'number' ? new Array<number>(channelsOf(feature)).fill(value) : value;
  return { means: list(feature.scale.mean), deviations: list(feature.scale.std) };
}

function imageProblems(feature: ImageFeature): string[] {
  const { means, deviations } = scalesOf(feature);
  const channels = channelsOf(feature);
  return [
    ...(feature.width * feature.height > MAX_PIXELS ? [`has more than ${MAX_PIXELS} pixels`] : []),
    ...(means.length === channels && deviations.length === channels
      ? []
      : [`scale must have one number, or one for each of the ${channels} channels`]),
    ...(deviations.includes(0) ? ['scale.std must not be 0'] : []),
  ];
}

function imageMisfit(feature: ImageFeature, datatype: Datatype): string | undefined {
  if (datatype === 'BYTES') return 'holds numbers, but the input holds strings';
  const { means, deviations } = scalesOf(feature);
  const isPlain = means.every((mean) => mean === 0) && deviations.every((deviation) => deviation === 1);
  if (isWhole(datatype) && !isPlain) {
    return 'is scaled to fractions, but the input holds integers: its scale must be {"mean": 0, "std": 1}';
  }
  return feature.nullable && feature.fill === undefined && isWhole(datatype)
    ? `is nullable, so fill is required: ${datatype} has no value for what is missing`
    : undefined;
}

function imageProblem(feature: ImageFeature, value: unknown): string | undefined {
  if (value === null && feature.nullable) return undefined;
  if (value instanceof DecodedImage) {
    const isUsable = value.pixelsFor(feature) !== undefined || value.file !== undefined;
    return isUsable ? undefined : 'has pixels of another format';
  }
  if (typeof value === 'string') {
    return BASE64.test(base64Of(value)) ? undefined : 'must be a PNG, JPEG or WebP image in base64';
  }
  if (!Array.isArray(value)) return 'must be a text with an image in base64, or its pixels as nested lists';
  const shape = [feature.height, feature.width, channelsOf(feature)];
  return arrayProblem(value, { shape, nullable: false, minimum: 0, maximum: 255, whole: true });
}

function base64Of(text: string): string {
  return text.replace(DATA_URL, '');
}

async function prepareImage(
  feature: ImageFeature,
  value: FeatureValue,
  budget: DecodingBudget,
): Promise<FeatureValue> {
  const isLogged = feature.log === 'image';
  const { width, height, mode } = feature;
  const file = typeof value === 'string' ? Buffer.from(base64Of(value), 'base64') : otherFile(feature, value);
  if (file !== undefined) return decodeImage(file, { width, height, mode }, isLogged, budget);
  return Array.isArray(value)
    ? imageOfPixels(value as NestedNumbers, { width, height, mode }, isLogged)
    : value;
}

/** The file of an image that the champion decoded to another format than its challenger takes. */
function otherFile(feature: ImageFeature, value: FeatureValue): Uint8Array | undefined {
  const isOther = value instanceof DecodedImage && value.pixelsFor(feature) === undefined;
  return isOther ? value.file : undefined;
}

/** Scaled values come from a table, because a byte has only 256 of them. */
function imageWriter(feature: ImageFeature, datatype: Datatype): ElementsWriter {
  const channels = channelsOf(feature);
  const { means, deviations } = scalesOf(feature);
  const size = feature.width * feature.height;
  const tables = means.map((mean, channel) =>
    Array.from({ length: 256 }, (_, value) => elementOf((value - mean) / deviations[channel]!, datatype)),
  );
  const [step, plane] = feature.layout === 'channels_first' ? [1, size] : [channels, 1];
  const missing = elementOf(feature.fill ?? notANumber(datatype), datatype);
  return (value, data, at) => {
    if (value === null) return void data.fill(missing, at, at + size * channels);
    const pixels = value instanceof DecodedImage ? value.pixelsFor(feature) : undefined;
    if (pixels === undefined) throw new Error(`The image ${feature.name} is not decoded`);
    for (let channel = 0; channel < channels; channel++) {
      const table = tables[channel]!;
      for (let pixel = 0; pixel < size; pixel++) {
        data[at + channel * plane + pixel * step] = table[pixels[pixel * channels + channel]!];
      }
    }
  };
}

function imageDocument(feature: ImageFeature): Record<string, unknown> {
  return {
    anyOf: [
      { type: feature.nullable ? ['string', 'null'] : 'string', contentEncoding: 'base64' },
      { type: 'array', minItems: feature.height, maxItems: feature.height, items: { type: 'array' } },
    ],
  };
}
