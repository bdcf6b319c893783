import { describe, expect, it } from 'vitest';
import { ApiFailure } from '../../../api/client.ts';
import { mayRetry } from './mayRetry.ts';

const failure = (status: number, code = 'any') => new ApiFailure(status, { code, sentence: 'No.' });

describe('another try', () => {
  it.each([0, 401, 408, 429, 500, 502, 503, 504])('is worth it after %i', (status) =>
    expect(mayRetry(failure(status))).toBe(true),
  );

  it.each([400, 403, 404, 409, 413])('is not after %i', (status) =>
    expect(mayRetry(failure(status))).toBe(false),
  );

  it('is not with a file that is gone, and is after an answer that nobody understands', () => {
    expect(mayRetry(failure(0, 'unreadableFile'))).toBe(false);
    expect(mayRetry(new SyntaxError('Unexpected end'))).toBe(true);
  });
});
