/** The page about rules: complete, and its example does what the page says. */
import { defaultRules, rulesFor, signalTypes, withSettings } from '@rooms-pro/core';
import { readRuleSettings } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { drawRules } from './rulesDoc.ts';

describe('the page about rules', () => {
  const page = drawRules();

  it('has a line for every signal, all cells filled', () => {
    for (const type of signalTypes) {
      const cells = page.split('\n').find((line) => line.startsWith(`| \`${type}\` |`));
      expect(cells?.split(' | ')).toHaveLength(9);
    }
    expect(page).not.toMatch(/undefined|NaN|\| +\|/);
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
