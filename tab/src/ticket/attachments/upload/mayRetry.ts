/** Whether trying an upload once more may come to another end. */
import { ApiFailure } from '../../../api/client.ts';

const passing: readonly number[] = [0, 401, 408, 429];

/** No answer, a sign-in that ended, haste and trouble pass; what was refused for good stays refused. */
export function mayRetry(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return true;
  return error.code !== 'unreadableFile' && (passing.includes(error.status) || error.status >= 500);
}
