import { create } from '@bufbuild/protobuf';
import { type AttributeProto, AttributeProtoSchema, type ModelProto, type NodeProto } from './onnx_pb.js';

const STRING = 3;
/** Knows the letters of all languages, and is part of the C library. */
const LOCALE = 'C.UTF-8';

/**
 * Names a locale where text is turned into lower or upper case. Without a name ONNX Runtime wants en_US, which images of
 * containers lack.
 * @returns one sentence when something was changed
 */
export function nameLocales({ graph }: ModelProto): string[] {
  const nodes = (graph?.node ?? []).filter(wantsLocale);
  for (const node of nodes) node.attribute.push(text('locale', LOCALE));
  return nodes.length === 0
    ? []
    : [`Set the locale of StringNormalizer to ${LOCALE}: en_US is not installed everywhere.`];
}

function wantsLocale({ opType, attribute }: NodeProto): boolean {
  const isNamed = attribute.some(({ name, s }) => name === 'locale' && s.length > 0);
  return opType === 'StringNormalizer' && !isNamed;
}

function text(name: string, value: string): AttributeProto {
  return create(AttributeProtoSchema, { name, type: STRING, s: Buffer.from(value) });
}
