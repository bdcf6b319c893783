/** Selection of the proxy of a request. */
import { expect, it } from 'vitest';
import { chooseProxy } from './proxy.ts';

const none = { httpsProxy: undefined, httpProxy: undefined, noProxy: undefined };
const server = 'https://rooms.example';
const some = { ...none, httpsProxy: 'http://proxy:8080' };

it('is direct without a proxy, and the settings override the environment', () => {
  expect(chooseProxy(server, undefined, none)).toBeNull();
  expect(chooseProxy(server, undefined, some)?.host).toBe('proxy:8080');
  expect(chooseProxy(server, 'none', some)).toBeNull();
  expect(chooseProxy(server, 'http://other:3128', some)?.host).toBe('other:3128');
  expect(chooseProxy(server, undefined, { ...none, httpProxy: 'plain:80' })?.hostname).toBe(
    'plain',
  );
});

it.each([
  ['rooms.example', true],
  ['.example', true],
  ['example', true],
  ['*.example', true],
  ['*', true],
  ['rooms.example:443', true],
  ['rooms.example:8443', false],
  ['ooms.example', false],
  ['elsewhere.example, other', false],
])('NO_PROXY=%s exempts: %s', (noProxy, isExempt) => {
  expect(chooseProxy(server, undefined, { ...some, noProxy }) === null).toBe(isExempt);
});
