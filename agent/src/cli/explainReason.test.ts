/** What a status says of the last attempt: sentences, never a bare code. */
import { expect, it } from 'vitest';
import { ProxyRefusal } from '../net/tunnel.ts';
import { explainReason } from './explainReason.ts';

const straight = { server: 'https://rooms.example:8443', proxy: null };
const behindProxy = { ...straight, proxy: new URL('http://name:secret@proxy.example:8080') };

it.each([
  ['ECONNREFUSED', 'The server rooms.example:8443 refuses the connection: nothing listens there.'],
  ['ENOTFOUND', 'The name of the server rooms.example:8443 leads to no address.'],
  ['no answer in time', 'The server rooms.example:8443 does not answer in time.'],
  ['status 503', 'The platform at rooms.example:8443 is in trouble (status 503).'],
  ['status 429', 'The platform is busy and asks this device to wait (status 429).'],
  [
    'status 404',
    'Something answers at rooms.example:8443, but not as the platform does (status 404).',
  ],
  ['CERT_HAS_EXPIRED', 'The certificate of rooms.example has expired.'],
  ['EODD', 'No answer came from the server rooms.example:8443 (EODD).'],
])('%s', (reason, sentence) => {
  expect(explainReason(reason, straight)).toBe(sentence);
});

it('names the proxy without its password', () => {
  expect(explainReason('ECONNREFUSED', behindProxy)).toBe(
    'The proxy proxy.example:8080 refuses the connection: nothing listens there.',
  );
  expect(explainReason(new ProxyRefusal(407).message, behindProxy)).toBe(
    'The proxy does not let this device through (407).',
  );
});
