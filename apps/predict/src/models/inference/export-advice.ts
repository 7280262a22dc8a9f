/** How to export a graph that can be served, for the messages that refuse one that cannot. */
export const exportAdvice = {
  freeRows: 'export the graph with a free first dimension (None in skl2onnx, dynamic_axes in PyTorch)',
  labelMap: 'export scikit-learn classifiers with zipmap=False, so that probabilities are a tensor',
  float32: 'keep the inputs and outputs of the graph float32 (keep_io_types=True in onnxconverter-common)',
} as const;
