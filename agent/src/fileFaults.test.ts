/** Errors of the disk are explained in sentences, each with advice. */
import { expect, it } from 'vitest';
import { explainFileFault } from './fileFaults.ts';

const fault = (code: string) =>
  Object.assign(new Error(`${code}: raw words, mkdir '/srv/spool'`), { code, path: '/srv/spool' });

it.each(['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR', 'EISDIR', 'ENOENT', 'ENOSPC'])(
  '%s names the place and what to do, in no raw words',
  (code) => {
    const { sentence, advice } = explainFileFault(fault(code)) ?? { sentence: '', advice: '' };
    expect(sentence).toContain('/srv/spool');
    expect(`${sentence} ${advice}`).not.toMatch(/E[A-Z]{4}|mkdir/);
    expect(advice).toContain('agent.json');
  },
);

it('does not explain other errors', () => {
  for (const error of [new Error('a bug'), fault('EBADF'), 'EACCES', null])
    expect(explainFileFault(error)).toBeNull();
});
