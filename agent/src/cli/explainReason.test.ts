/** Explanations of the last attempt are sentences, never a bare code. */
import { expect, it } from 'vitest';
import { ProxyRefusal } from '../net/transport.ts';
import { explainReason } from './explainReason.ts';

const straight = { server: 'https://rooms.example:8443', proxy: null };
const behindProxy = { ...straight, proxy: new URL('http://name:secret@proxy.example:8080') };

it.each([
  [
    'ECONNREFUSED',
    'The server rooms.example:8443 refuses the connection: no server listens at this address.',
  ],
  ['ENOTFOUND', 'The name of the server rooms.example:8443 has no address in DNS.'],
  ['no response in time', 'The server rooms.example:8443 does not respond in time.'],
  ['status 503', 'The platform at rooms.example:8443 has an error (status 503).'],
  ['status 429', 'The platform is busy; this device must wait (status 429).'],
  [
    'status 404',
    'A server responds at rooms.example:8443, but it is not the platform (status 404).',
  ],
  ['CERT_HAS_EXPIRED', 'The certificate of rooms.example has expired.'],
  ['EODD', 'No response arrived from the server rooms.example:8443 (EODD).'],
])('%s', (reason, sentence) => {
  expect(explainReason(reason, straight)).toBe(sentence);
});

it('names the proxy without its password', () => {
  expect(explainReason('ECONNREFUSED', behindProxy)).toBe(
    'The proxy proxy.example:8080 refuses the connection: no server listens at this address.',
  );
  expect(explainReason(new ProxyRefusal(407).message, behindProxy)).toBe(
    'The proxy refuses this device (status 407).',
  );
});
