import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linearGraph } from './onnx.js';
import { writeVersion } from './version-files.js';

/** A version 1 of a model with so many features, named `x0`, `x1` and so on, whose prediction is their weighted sum. */
export async function writeWideVersion(folder: string, name: string, width: number): Promise<void> {
  const weights = Float32Array.from({ length: width }, (_, place) => (place % 5) / 8);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.onnx'), linearGraph(weights));
  const rows = Array.from({ length: 300 }, (_, row) => {
    const values = Array.from({ length: width }, (_, column) => (row * 31 + column * 17) % 23);
    return [values, values.reduce((sum, value, column) => sum + value * weights[column]!, 0)] as const;
  });
  const features = Array.from({ length: width }, (_, place) => `x${place}`);
  const fields = {
    windows: { feedback: { size: 100, minimum: 20 }, predictions: { size: 500, minimum: 20 } },
  };
  const shape = { datatype: 'FP32', rowShape: [width] } as const;
  await writeVersion(folder, { name, version: 1, features, rows, fields, ...shape }, ['model.onnx']);
}
