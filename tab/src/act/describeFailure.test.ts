import { expect, it } from 'vitest';
import { ApiFailure } from '../api/apiFailure.ts';
import { describeFailure } from './useSend.ts';

const failure = (status: number) => new ApiFailure(status, { code: 'x', sentence: 'It failed.' });

it('states that nothing was changed only if the server refused the request', () => {
  const claims = [0, 400, 403, 409, 429, 500, 502, 504].filter((status) =>
    describeFailure(failure(status)).sentences.includes('Nothing was changed.'),
  );
  expect(claims).toEqual([400, 403, 409, 429]);
});

it('shows the reason of a fault, but not its path in the body', () => {
  const faults = [{ pointer: '/action/notes', reason: 'This is too long.' }];
  const sentence = '/action/notes: This is too long.';
  const error = new ApiFailure(400, { code: 'badRequest', sentence, faults });
  expect(describeFailure(error).headline).toBe('This is too long.');
});
