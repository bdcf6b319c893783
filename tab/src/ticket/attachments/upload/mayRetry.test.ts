import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../api/apiFailure.ts';
import { mayRetry } from './mayRetry.ts';

const failure = (status: number, code = 'any') => new ApiFailure(status, { code, sentence: 'No.' });

describe('a retry', () => {
  it.each([0, 401, 408, 429, 500, 502, 503, 504])('is offered after %i', (status) =>
    expect(mayRetry(failure(status))).toBe(true),
  );

  it.each([400, 403, 404, 409, 413])('is not offered after %i', (status) =>
    expect(mayRetry(failure(status))).toBe(false),
  );

  it('is not offered for a missing file, but is offered after an unreadable response', () => {
    expect(mayRetry(failure(0, 'unreadableFile'))).toBe(false);
    expect(mayRetry(new SyntaxError('Unexpected end'))).toBe(true);
  });
});
