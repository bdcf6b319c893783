/** The key file on a real disk: never readable for others, and either complete or absent. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKeyFile, readKeyResponse, writeKeyFile } from './keyFile.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'key-'));
  file = path.join(folder, 'agent.key');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const key = { device: 'mtr-01', key: 'rpm_secret' };

it('is written for its owner only, also over a file of a crash that others have open', () => {
  writeFileSync(`${file}.new`, 'left', { mode: 0o644 });
  writeKeyFile(file, key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readKeyFile(file)).toEqual({ ok: true, value: key });
  expect(readdirSync(folder)).toEqual(['agent.key']);
});

it.each([0o640, 0o604, 0o622])('is refused when its mode is %o', (mode) => {
  writeKeyFile(file, key);
  chmodSync(file, mode);
  expect(readKeyFile(file)).toMatchObject({ ok: false, fault: 'unprotected' });
});

it('is missing, or has other content', () => {
  expect(readKeyFile(file)).toMatchObject({ ok: false, fault: 'missing' });
  writeFileSync(file, '{"key":"two\\nlines","device":"mtr-01"}', { mode: 0o600 });
  expect(readKeyFile(file)).toMatchObject({ ok: false, fault: 'malformed' });
});

it('reads only a key from a response', () => {
  expect(readKeyResponse(JSON.stringify(key))).toEqual(key);
  for (const text of ['', '<html>', '{}', '{"device":"x","key":"a b"}'])
    expect(readKeyResponse(text)).toBeNull();
});
