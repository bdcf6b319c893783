/** Whether a retry of an upload may succeed. */
import { ApiFailure } from '../../../api/apiFailure.ts';

const passing: readonly number[] = [0, 401, 408, 429];

/**
 * A missing response, an expired sign-in, a rate limit or a server fault may be temporary; other
 * refusals are permanent.
 */
export function mayRetry(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return true;
  return error.code !== 'unreadableFile' && (passing.includes(error.status) || error.status >= 500);
}
