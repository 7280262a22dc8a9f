import { create } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, type NodeProto, ValueInfoProtoSchema } from './onnx_pb.js';

const FLOAT = 1;

/**
 * Removes the nodes that turn probabilities into a sequence of maps, which scikit-learn's and LightGBM's exporters add by
 * default. The tensor before such a node becomes the output.
 * @returns one sentence for each.
 */
export function removeZipMaps({ graph }: ModelProto): string[] {
  if (graph === undefined) return [];
  return graph.node.filter(({ opType }) => opType === 'ZipMap').flatMap((node) => removeZipMap(graph, node));
}

function removeZipMap(graph: GraphProto, node: NodeProto): string[] {
  const [tensor] = node.input;
  const output = graph.output.find(({ name }) => name === node.output[0]);
  if (tensor === undefined || output === undefined) return [];
  const before = output.name;
  graph.node = graph.node.filter((each) => each !== node);
  graph.output = graph.output.filter(({ name }) => name !== tensor || name === before);
  const { type } = create(ValueInfoProtoSchema, {
    type: {
      value: { case: 'tensorType', value: { elemType: FLOAT, shape: { dim: [{}, {}] } } },
    },
  });
  output.name = tensor;
  output.type = type;
  return [`Removed ZipMap: the output ${before}, a map per row, is now the tensor ${tensor}.`];
}
