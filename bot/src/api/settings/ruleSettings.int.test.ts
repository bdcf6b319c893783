/** Rules over the API: read by everyone, changed by managers, one fault rejects the whole document. */
import { defaultRules, noSettings, type RuleSettings } from '@rooms-pro/core';
import type { ApiError, RulesAnswer } from '@rooms-pro/core/contracts';
import { openRuleRepository } from '@rooms-pro/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openApiStory } from '../apiScenario.suite.ts';

const target = '/api/settings/rules';
let story: Awaited<ReturnType<typeof openApiStory>>;
beforeAll(async () => {
  story = await openApiStory();
});
afterAll(() => story.close());

const put = <T = ApiError>(as: string, etag: string | null, settings: unknown) =>
  story.ask<T>(target, {
    method: 'PUT',
    as,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ etag, settings }),
  });
const quieter: RuleSettings = {
  ...noSettings,
  deployment: { rules: { network: { isOn: false } } },
  groups: { west: { rules: { camera: { severity: 'warning' } } } },
};

describe('rules', () => {
  it('are shown to everyone, and changed by a manager', async () => {
    const before = (await story.ask<RulesAnswer>(target, { as: 'vera' })).body;
    expect(before).toMatchObject({ etag: null, changed: null, canChange: false });
    expect(Date.parse(before.confirmedAt)).not.toBeNaN();
    expect(before.rules.map(({ type }) => type)).toContain('hdmi-ingest');
    expect(before.rules.every(({ overridden }) => overridden.length === 0)).toBe(true);

    const taken = await put<RulesAnswer>('mia', null, { ...quieter, version: 77 });
    expect(taken.status).toBe(200);
    expect(taken.body.settings.version).toBe(1);
    expect(taken.body.changed?.by).toEqual({ id: 'mia', name: 'Mia' });
    const after = (await story.ask<RulesAnswer>(target)).body;
    expect(after).toEqual({ ...taken.body, confirmedAt: after.confirmedAt });
    const rows = new Map(after.rules.map((rule) => [rule.type, rule]));
    expect(rows.get('network')).toMatchObject({ isOn: false, overridden: ['isOn'], groups: [] });
    expect(rows.get('camera')).toMatchObject({ severity: 'important', groups: ['west'] });
    // The platform reads the stored rules.
    const repository = openRuleRepository(story.store, { base: defaultRules, pace: 1 });
    await repository.load();
    expect(repository.rules().byType.network.isOn).toBe(false);
  });

  it('are shown for a room group beside the rules of everywhere', async () => {
    const ofGroup = async (group: string) =>
      (await story.ask<RulesAnswer>(`${target}?group=${group}`)).body;
    const west = await ofGroup('west');
    const rows = new Map(west.rules.map((rule) => [rule.type, rule]));
    expect(west.group).toBe('west');
    expect(rows.get('camera')).toMatchObject({
      severity: 'warning',
      // It ages as warnings do.
      escalatesAfterMs: 7 * 86_400_000,
      product: { severity: 'important', escalatesAfterMs: null },
      overridden: ['severity'],
      groups: [],
    });
    expect(rows.get('network')).toMatchObject({
      isOn: false,
      product: { isOn: false },
      overridden: [],
    });
    for (const other of ['east', 'constructor', '__proto__']) {
      const { rules } = await ofGroup(other);
      expect(rules.every(({ overridden }) => overridden.length === 0)).toBe(true);
      expect(rules.find(({ type }) => type === 'camera')?.severity).toBe('important');
    }
    expect((await story.ask(`${target}?group=${'x'.repeat(81)}`)).status).toBe(400);
  });

  it('are rejected if they are based on older rules', async () => {
    const { status, body } = await put('mia', null, noSettings);
    expect([status, body.error.code]).toEqual([409, 'conflict']);
    const { etag } = (await story.ask<RulesAnswer>(target)).body;
    expect((await put('mia', etag, quieter)).status).toBe(200);
    expect((await put('mia', etag, quieter)).status).toBe(409);
  });

  it('are rejected with every fault and its position', async () => {
    const { etag } = (await story.ask<RulesAnswer>(target)).body;
    const { status, body } = await put('mia', etag, {
      ...noSettings,
      deployment: { rules: { camera: { severity: 'awful', opensAfterMs: -1 } } },
    });
    expect([status, body.error.code]).toEqual([400, 'badSettings']);
    expect(body.error.faults?.map(({ pointer }) => pointer)).toEqual([
      '/deployment/rules/camera/severity',
      '/deployment/rules/camera/opensAfterMs',
    ]);
    expect((await story.ask<RulesAnswer>(target)).body.etag).toBe(etag);
  });

  it.each(['vera', 'tom', 'lena'])('are not changed by %s', async (as) => {
    const { status, body } = await put(as, null, quieter);
    expect([status, body.error.code]).toEqual([403, 'notPermitted']);
  });
});
