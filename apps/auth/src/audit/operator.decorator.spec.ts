import { expect, test } from '@jest/globals';
import { addressOf } from './operator.decorator.js';

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['192.0.2.1:443', '192.0.2.1'],
  ['2001:db8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['unknown', '198.51.100.7'],
  ['"><x', '198.51.100.7'],
  ['', '198.51.100.7'],
])('%s of a proxy is the address %s', (ip, address) => {
  expect(addressOf({ ip, socket: { remoteAddress: '::ffff:198.51.100.7' } })).toBe(address);
});
