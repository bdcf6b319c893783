/** Clean-up while another account replaces folders with links: no file outside is removed. */
import { expect, it } from 'vitest';
import { cleanUp } from './cleanUp.ts';
import { startLinkAttack } from './linkAttack.suite.ts';

const runs = 400;

it.each([
  ['in the folder that is cleaned up', false],
  ['above it', true],
])('removes nothing outside while a link comes and goes %s', async (_, isBelow) => {
  const attack = await startLinkAttack(isBelow);
  let lost = 0;
  try {
    for (let run = 0; run < runs; run += 1) {
      const { folder, spool } = attack;
      await cleanUp({ folders: [folder], spoolFolder: spool, nowMs: Date.now() });
      lost += attack.lost();
    }
  } finally {
    await attack.end();
  }
  expect(lost).toBe(0);
});
