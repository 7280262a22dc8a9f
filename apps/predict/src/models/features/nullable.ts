import type { Datatype } from '../tensors/index.js';
import type { ElementEncoder, FeatureType, FeatureValue } from './feature-type.js';
import { elementOf } from './number.js';

/** What a nullable feature may declare. */
interface Filled {
  readonly fill?: FeatureValue | undefined;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
}

/** The same type for features that may be missing. A missing value is null in a row. */
export function nullable<Feature extends Filled>(type: FeatureType<Feature>): FeatureType<Feature> {
  return {
    ...type,
    misfit: (feature, datatype) => type.misfit(feature, datatype) ?? fillProblem(type, feature, datatype),
    valueSchema: (feature, datatypes) => type.valueSchema(feature, datatypes).nullable().default(null),
    encoder: (feature, datatype) => nullableEncoder(type, feature, datatype),
  };
}

/** A fill may be outside the bounds of the feature, but not of the tensor. */
function fillProblem<Feature extends Filled>(
  type: FeatureType<Feature>,
  feature: Feature,
  datatype: Datatype,
): string | undefined {
  const { fill } = feature;
  if (fill === undefined) {
    return type.missing(feature, datatype) === undefined
      ? `is nullable, so fill is required: ${datatype} has no value for what is missing`
      : undefined;
  }
  const schema =
    type.fillSchema?.(feature, datatype) ??
    type.valueSchema({ ...feature, minimum: undefined, maximum: undefined }, [datatype]);
  const { error } = schema.safeParse(fill);
  return error && `cannot have this fill: ${error.issues.map(({ message }) => message).join(', ')}`;
}

function nullableEncoder<Feature extends Filled>(
  type: FeatureType<Feature>,
  feature: Feature,
  datatype: Datatype,
): ElementEncoder {
  const { fill } = feature;
  const encode: ElementEncoder = type.encoder(feature, datatype) ?? ((value) => value);
  const missing = fill === undefined ? elementOf(type.missing(feature, datatype), datatype) : encode(fill);
  return (value) => (value === null ? missing : encode(value));
}
