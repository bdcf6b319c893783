import type { RuleRow } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { checkRuleDraft, toRuleDraft, unsavedLoss, withDraft } from './ruleEdits.ts';

const product = {
  severity: 'warning',
  opensAfterMs: 300_000,
  investigateForMs: 0,
  escalatesAfterMs: 7 * 86_400_000,
  isOn: true,
} as const;
const rule = { ...product, product, type: 'network' } as unknown as RuleRow;
const none = { version: 3, deployment: {}, groups: {} };
const rulesOf = (settings: typeof none) =>
  withDraft(settings, rule, toRuleDraft(rule), null).deployment.rules;

describe('withDraft', () => {
  it('stores no value that equals the default of the product', () => {
    expect(rulesOf(none)).toEqual({});
    const changed = { ...none, deployment: { rules: { network: { isOn: false } } } };
    expect(rulesOf(changed)).toEqual({});
  });

  it('stores differences, and values that the dialog does not show', () => {
    const before = { ...none, deployment: { rules: { network: { label: 'LAN' }, camera: {} } } };
    const draft = { ...toRuleDraft(rule), isOn: false, opensAfterMinutes: '0.5' };
    expect(withDraft(before, rule, draft, null)).toEqual({
      ...none,
      deployment: {
        rules: { camera: {}, network: { label: 'LAN', isOn: false, opensAfterMs: 30_000 } },
      },
    });
  });

  it('stores no escalation for an important rule', () => {
    const draft = { ...toRuleDraft(rule), severity: 'important' } as const;
    expect(withDraft(none, rule, draft, null).deployment.rules).toEqual({
      network: { severity: 'important' },
    });
  });

  it('stores the escalation of a new warning', () => {
    const loud = { ...product, severity: 'important', escalatesAfterMs: null } as const;
    const important = { ...loud, product: loud, type: 'camera' } as unknown as RuleRow;
    const drafted = (escalatesAfterDays: string) =>
      withDraft(
        none,
        important,
        { ...toRuleDraft(important), severity: 'warning', escalatesAfterDays },
        null,
      ).deployment.rules;
    expect(drafted('')).toEqual({ camera: { severity: 'warning', escalatesAfterMs: null } });
    expect(drafted('1')).toEqual({ camera: { severity: 'warning', escalatesAfterMs: 86_400_000 } });
  });

  it('stores the differences of a group, and removes a group without any', () => {
    const others = { rules: { camera: { isOn: false } } };
    const start = { ...none, groups: { west: others, east: others } };
    const draft = { ...toRuleDraft(rule), isOn: false };
    const changed = withDraft(start, rule, draft, 'west');
    expect(changed.deployment).toEqual({});
    expect(Object.entries(changed.groups)).toEqual([
      ['west', { rules: { camera: { isOn: false }, network: { isOn: false } } }],
      ['east', others],
    ]);
    const fresh = withDraft(none, rule, draft, 'constructor');
    expect(fresh.groups).toEqual({ constructor: { rules: { network: { isOn: false } } } });
    expect(withDraft(fresh, rule, toRuleDraft(rule), 'constructor')).toEqual(none);
    const timed = { ...none, groups: { west: { closesAfterMs: 86_400_000, rules: {} } } };
    expect(withDraft(timed, rule, toRuleDraft(rule), 'west')).toEqual(timed);
  });

  it('can store never', () => {
    const draft = { ...toRuleDraft(rule), escalatesAfterDays: ' ' };
    expect(withDraft(none, rule, draft, null).deployment.rules).toEqual({
      network: { escalatesAfterMs: null },
    });
  });
});

describe('checkRuleDraft', () => {
  it('finds invalid times', () => {
    const draft = toRuleDraft(rule);
    expect(checkRuleDraft(draft)).toEqual({});
    const bad = { ...draft, opensAfterMinutes: 'soon', escalatesAfterDays: '0' };
    expect(Object.keys(checkRuleDraft(bad))).toEqual(['opensAfterMinutes', 'escalatesAfterDays']);
    for (const investigateForMinutes of ['', '-1', '10081'])
      expect(Object.keys(checkRuleDraft({ ...draft, investigateForMinutes }))).toEqual([
        'investigateForMinutes',
      ]);
  });
});

describe('lossOf', () => {
  const off = { ...toRuleDraft(rule), isOn: false };

  it.each([
    ['connection', 'disconnects'],
    ['reported', 'no person is notified'],
  ] as const)('describes the loss without %s', (type, part) => {
    expect(unsavedLoss({ type, isOn: true }, off)).toContain(part);
    expect(unsavedLoss({ type, isOn: true }, toRuleDraft(rule))).toBeNull();
    expect(unsavedLoss({ type, isOn: false }, off)).toBeNull();
  });

  it('asks no confirmation for other rules', () => {
    expect(unsavedLoss({ type: 'camera', isOn: true }, off)).toBeNull();
  });
});
