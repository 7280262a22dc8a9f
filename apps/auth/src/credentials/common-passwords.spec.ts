import { describe, expect, test } from '@jest/globals';
import { isCommonPassword } from './common-passwords.js';

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
  ])('takes %s', (password) => {
    expect(isCommonPassword(password)).toBe(false);
  });
});
