import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameBuffer, readFrames } from './frame.js';

const payloads = fc.array(fc.string({ minLength: 1, unit: 'binary' }), { maxLength: 20 });

function framed(texts: readonly string[]): Buffer {
  const buffer = new FrameBuffer();
  for (const text of texts) buffer.add(text);
  return Buffer.from(buffer.content);
}

function texts(bytes: Buffer): string[] {
  return readFrames(bytes).payloads.map(String);
}

test('reads what was written', () => {
  fc.assert(
    fc.property(payloads, (written) => {
      const bytes = framed(written);
      expect(readFrames(bytes)).toMatchObject({ bytes: bytes.length, end: 'complete' });
      expect(texts(bytes)).toEqual(written.map((text) => Buffer.from(text).toString()));
    }),
  );
});

test('reads every whole frame of bytes that were cut anywhere', () => {
  const written = ['one', 'two', 'three'];
  const bytes = framed(written);
  for (let cut = 0; cut < bytes.length; cut += 1) {
    const frames = readFrames(bytes.subarray(0, cut));
    expect(frames.payloads.map(String)).toEqual(written.slice(0, frames.payloads.length));
    expect(frames.end).toBe(frames.bytes === cut ? 'complete' : 'partial');
  }
});

test('stops before a frame in which any one bit differs', () => {
  const bytes = framed(['first', 'second']);
  const second = framed(['first']).length;
  for (let bit = second * 8; bit < bytes.length * 8; bit += 1) {
    const damaged = Buffer.from(bytes);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    expect(texts(damaged)).toEqual(['first']);
    expect(readFrames(damaged).end).not.toBe('complete');
  }
});

test('treats zeros up to the end as unused room', () => {
  const written = framed(['first']);
  for (const zeros of [1, 7, 8, 64]) {
    const frames = readFrames(Buffer.concat([written, Buffer.alloc(zeros)]));
    expect(frames.payloads.map(String)).toEqual(['first']);
    expect(frames).toMatchObject({ bytes: written.length, end: 'unused' });
  }
});

test('treats zeros before other bytes, which a power cut may leave, as damage', () => {
  const bytes = Buffer.concat([framed(['first']), Buffer.alloc(64), framed(['lost'])]);
  expect(readFrames(bytes)).toMatchObject({ end: 'corrupt' });
  expect(texts(bytes)).toEqual(['first']);
});

test('holds frames larger than its buffer and drops truncated ones', () => {
  const buffer = new FrameBuffer();
  buffer.add('kept');
  const { bytes, count } = buffer;
  buffer.add('x'.repeat(5_000_000));
  buffer.truncate(bytes, count);
  buffer.add('also kept');
  expect(texts(Buffer.from(buffer.content))).toEqual(['kept', 'also kept']);
  buffer.clear();
  expect([buffer.bytes, buffer.count]).toEqual([0, 0]);
});

test('reads on with the first valid frame after damage', () => {
  const objects = ['{"a":1}', '{"b":{"c":2}}', '{"d":3}'];
  const [first, second] = [framed(objects.slice(0, 1)).length, framed(objects.slice(1, 2)).length];
  for (let bit = first * 8; bit < (first + second) * 8; bit += 1) {
    const damaged = framed(objects);
    damaged[bit >> 3]! ^= 1 << (bit & 7);
    expect(readFrames(damaged)).toMatchObject({
      bytes: damaged.length,
      damagedBytes: second,
      end: 'complete',
    });
    expect(texts(damaged)).toEqual([objects[0], objects[2]]);
  }
});
