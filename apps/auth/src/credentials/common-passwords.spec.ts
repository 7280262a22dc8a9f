import { describe, expect, test } from '@jest/globals';
import { isCommonPassword } from './common-passwords.js';

/** Patterns of keys and other favourites of leaks. */
const favourites = `
  1q2w3e4r zaq12wsx midnight 1qaz2wsx 1qazxsw2 qazwsxedc q1w2e3r4 q1w2e3r4t5 1q2w3e4r5t zaq1zaq1 asdf1234 qwer1234
  1234qwer abcd1234 a1b2c3d4 a1s2d3f4 1a2b3c4d z1x2c3v4 123qweasd qweasdzxc poiuytrewq asdasdasd !@#$%^&* trustno1
  starwars superman princess football baseball computer corvette michelle liverpool blink182 changeme welcome1 whatever`
  .trim()
  .split(/\s+/);

describe('isCommonPassword', () => {
  test.each([
    'password',
    'Password1',
    'P@ssw0rd2024!',
    'passwordpassword',
    '!!letmein!!',
    'qwertyuiop',
    'iloveyou123',
    '12345678',
    '20240101!',
    '00000000',
    'aaaaaaaaaaaa',
    'ababababab',
    'Plumbline#1',
    '5unsh1ne99',
    'dr4g0n2000',
    'lighthouse',
    'abcdefgh',
    'qwertzuiop1',
    ...favourites,
  ])('refuses %s', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  test.each([
    'a lighthouse in fog',
    'correct horse battery staple',
    'Xk2$vN8q',
    'passwordless future',
    'пароль из букв',
    '48 geese on 3 ponds',
    'tumtumteedumtum',
  ])('takes %s', (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });
});
