/** The page about rules: complete, and its example does what the page says. */
import { promises as fs } from 'node:fs';
import path from 'node:path';
import {
  defaultRules,
  rulesFor,
  signalSources,
  signalTypes,
  sourceFacts,
  withSettings,
} from '@rooms-pro/core';
import { readRuleSettings } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { root } from '../root.ts';
import { drawRules } from './rulesDoc.ts';
import { reportedSignals } from './sourcesDoc.ts';

/** The code of the agent that makes readings. */
async function readAgent(): Promise<string> {
  const files = fs.glob('agent/src/{checks,logSource,loop}/**/*.ts', { cwd: root });
  let text = '';
  for await (const file of files)
    if (!file.includes('.test.')) text += await fs.readFile(path.join(root, file), 'utf8');
  return text;
}

describe('the page about rules', () => {
  const page = drawRules();

  it('has a line for every signal, all cells filled', () => {
    for (const type of signalTypes) {
      const cells = page.split('\n').find((line) => line.startsWith(`| \`${type}\` |`));
      expect(cells?.split(' | ')).toHaveLength(9);
    }
    expect(page).not.toMatch(/undefined|NaN|\| +\|/);
  });

  it('says of every signal who reports it, as the product knows it', () => {
    const table = page.slice(
      page.indexOf('## Which source reports'),
      page.indexOf('## The platform’s own'),
    );
    for (const signal of reportedSignals) {
      const name = signal === 'display:all' ? 'display:1' : signal;
      const cells = table
        .split('\n')
        .find((line) => line.startsWith(`| \`${name}\``))
        ?.split(' | ');
      const said = cells?.slice(2).map((cell) => cell.replace(/ \|$/, '') !== '-');
      const known = signalSources.map((source) => signal in sourceFacts[source].delayMs);
      expect(said, signal).toEqual(known);
    }
  });

  it('names what our Monitoring Software reports, and nothing else', async () => {
    const source = await readAgent();
    const { delayMs } = sourceFacts.monitoringSoftware;
    for (const signal of reportedSignals) {
      expect(source.includes(`'${signal}'`), signal).toBe(signal in delayMs);
    }
  });

  it('gives an example that the border takes and that takes effect', () => {
    const example = /```json\n([\s\S]*?)\n```/.exec(page)?.[1] ?? '';
    const read = readRuleSettings(JSON.parse(example));
    if ('faults' in read) throw new Error(JSON.stringify(read.faults));
    const rules = withSettings(defaultRules, read.settings);
    expect(rules.byType.network.isOn).toBe(false);
    const board = rulesFor(rules, { groups: ['Boardrooms'] });
    expect(board.byType['content-camera'].escalatesAfterMs).toBe(7 * 24 * 3_600_000);
    expect(page).toContain(`\`${board.version}\``);
  });
});
