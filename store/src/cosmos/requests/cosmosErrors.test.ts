import { expect, it } from 'vitest';
import { StoreError } from '../../storeError.ts';
import { explainCosmosFault, ResponseFault } from './cosmosErrors.ts';

const endpoint = 'https://example.documents.azure.com';
const named = (name: string) => Object.assign(new Error('No token.'), { name });

it.each([
  ['no identity', named('CredentialUnavailableError')],
  ['no identity of several kinds', named('AggregateAuthenticationError')],
  ['a refused sign-in', named('AuthenticationError')],
  ['a cut connection', Object.assign(new Error('hang up'), { code: 'ECONNRESET' })],
  ['a status of the service', new ResponseFault(503)],
])('%s can pass: the same request may succeed later', (_, error) => {
  const explained = explainCosmosFault(endpoint, error);
  expect(explained).toBeInstanceOf(StoreError);
  expect(explained).toMatchObject({ code: 'unavailable', retryable: true, cause: error });
});

it('a bug stays as it is, so that it is not taken for a store that does not respond', () => {
  const bug = new TypeError('x is undefined');
  expect(explainCosmosFault(endpoint, bug)).toBe(bug);
});
