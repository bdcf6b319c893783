/** What a flood leaves on standard output, also when the process ends before the minute does. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const program = `
  import { createLogOf, deployedRateLimits } from '${new URL('./index.ts', import.meta.url)}';
  const log = createLogOf('info', undefined, [], deployedRateLimits);
  for (let times = 0; times < 15000; times += 1) {
    log.warn('refused', { reason: 'form' });
    log.error('failed', {}, new Error('No answer.'));
  }
  process.exit(0);
`;

it('is a bounded number of lines, and then how many there were', async () => {
  const args = ['--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toHaveLength(402);
  expect(lines.slice(-2)).toMatchObject([
    { event: 'refused', leftOut: 14_900 },
    { event: 'failed', leftOut: 14_700 },
  ]);
});
