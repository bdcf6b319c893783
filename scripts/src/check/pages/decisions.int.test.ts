import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { root as repository } from '../../root.ts';
import { decisionFaults, drawDecisions } from './decisions.ts';

const page = [
  '# 0001 · Rooms are documents',
  '',
  '**Status:** accepted · **Date:** 2026-11-24',
  ...['Context', 'Decision', 'Alternatives', 'Consequences'].flatMap((name) => [
    '',
    `## ${name}`,
    '',
    'A sentence.',
  ]),
];
let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'decisions-'));
  await mkdir(path.join(root, 'docs/adr'), { recursive: true });
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function faultsOf(lines: readonly string[]): Promise<string> {
  await writeFile(path.join(root, 'docs/adr/0001-rooms.md'), `${lines.join('\n')}\n`);
  return (await decisionFaults(root)).join('\n');
}

describe('decision records', () => {
  it('of this repository follow the template', async () => {
    expect(await decisionFaults(repository)).toEqual([]);
  });

  it('may have exactly the lines of the template', async () => {
    expect(await faultsOf(page)).toBe('');
  });

  it.each([
    ['another number in the title', page.with(0, '# 0002 · Rooms'), /line 1/],
    ['no date', page.with(2, '**Status:** accepted'), /line 3/],
    ['a missing section', page.filter((line) => line !== '## Alternatives'), /sections/],
    ['a further section', [...page, '', '## Notes'], /sections/],
    ['sections in another order', page.with(4, '## Decision').with(8, '## Context'), /sections/],
    ['too many lines', [...page, ...Array.from({ length: 60 }, () => 'x')], /at most 60/],
  ])('are rejected with %s', async (_, lines, fault) => {
    expect(await faultsOf(lines)).toMatch(fault);
  });

  it('are listed with number, title, status and date', async () => {
    await faultsOf(page);
    expect(await drawDecisions(root)).toContain(
      '| [0001](0001-rooms.md) | Rooms are documents | accepted | 2026-11-24 |',
    );
  });
});
