/** Errors of the disk are told in words, each with a cure. */
import { expect, it } from 'vitest';
import { explainFileFault } from './fileFaults.ts';

const fault = (code: string) =>
  Object.assign(new Error(`${code}: raw words, mkdir '/srv/spool'`), { code, path: '/srv/spool' });

it.each(['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT', 'ENOSPC'])(
  '%s names the place and what to do, in no raw words',
  (code) => {
    const { sentence, mend } = explainFileFault(fault(code)) ?? { sentence: '', mend: '' };
    expect(sentence).toContain('/srv/spool');
    expect(`${sentence} ${mend}`).not.toMatch(/E[A-Z]{4}|mkdir/);
    expect(mend).toContain('agent.json');
  },
);

it('leaves alone what is no fault of a disk', () => {
  for (const error of [new Error('a bug'), fault('EBADF'), 'EACCES', null])
    expect(explainFileFault(error)).toBeNull();
});
