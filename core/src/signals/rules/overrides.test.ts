/** The settings of managers take effect exactly where they should. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signalTypes } from '../../words.ts';
import { defaultRules } from './defaultRules.ts';
import { noSettings, rulesFor, withSettings } from './overrides.ts';
import type { GroupOverride, RuleOverride, RuleSettings } from './rule.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

const settingsOf = (over: Partial<RuleSettings>): RuleSettings => {
  return { ...noSettings, version: 3, ...over };
};
const inRoom = (groups: RuleSettings['groups'], ...names: string[]) =>
  rulesFor(withSettings(defaultRules, settingsOf({ groups })), { groups: names });
const byDeployment = (rules: GroupOverride['rules'] = {}) =>
  withSettings(defaultRules, settingsOf({ deployment: { rules } })).byType;

describe('settings of the deployment', () => {
  it('without an override return the same rules object', () => {
    expect(withSettings(defaultRules, noSettings)).toBe(defaultRules);
    const empty = settingsOf({ deployment: { rules: { camera: {} } }, groups: { west: {} } });
    expect(withSettings(defaultRules, empty)).toBe(defaultRules);
  });

  it('change only what they name, under their own version', () => {
    const rules = withSettings(
      defaultRules,
      settingsOf({
        deployment: {
          rules: {
            camera: { opensAfterMs: minute, impact: 'Call 4711.' },
            network: { isOn: false },
          },
          disconnectedAfterMs: 30 * minute,
          remindBeforeMs: 2 * minute,
          flapping: { changes: 9 },
          remediation: { attemptsPerDay: 1 },
          outage: { rooms: 10 },
        },
      }),
    );
    expect(rules).toEqual({
      ...defaultRules,
      version: `${defaultRules.version}+3`,
      byType: {
        ...defaultRules.byType,
        camera: { ...defaultRules.byType.camera, opensAfterMs: minute, impact: 'Call 4711.' },
        network: { ...defaultRules.byType.network, isOn: false },
      },
      disconnectedAfterMs: 30 * minute,
      remindBeforeMs: 2 * minute,
      flapping: { ...defaultRules.flapping, changes: 9 },
      remediation: { ...defaultRules.remediation, attemptsPerDay: 1 },
      outage: { ...defaultRules.outage, rooms: 10 },
      forGroups: [],
    });
    expect(rules.byType.display).toBe(defaultRules.byType.display);
    expect(rulesFor(rules, { groups: ['west'] })).toBe(rules);
  });

  it.each<readonly [string, RuleOverride, number | null]>([
    ['becomes a warning: it ages as warnings do', { severity: 'warning' }, 7 * day],
    ['is given its own time', { severity: 'warning', escalatesAfterMs: day }, day],
    ['is told never to age', { severity: 'warning', escalatesAfterMs: null }, null],
    ['stays important: it has no time', { escalatesAfterMs: day }, null],
  ])('a camera that %s', (_, camera, escalatesAfterMs) => {
    expect(byDeployment({ camera }).camera.escalatesAfterMs).toBe(escalatesAfterMs);
  });

  it('a warning made important does not escalate', () => {
    const { network } = byDeployment({ network: { severity: 'important' } });
    expect(network).toMatchObject({ severity: 'important', escalatesAfterMs: null });
  });
});

describe('settings of room groups', () => {
  const groups: RuleSettings['groups'] = {
    west: { rules: { camera: { opensAfterMs: minute, watchForMs: minute } }, closesAfterMs: day },
    labs: { rules: { camera: { opensAfterMs: 2 * minute } }, flapping: { changes: 8 } },
  };

  it('apply only to the rooms of the group', () => {
    expect(inRoom(groups, 'west').byType.camera).toMatchObject({
      opensAfterMs: minute,
      watchForMs: minute,
    });
    expect(inRoom(groups, 'west')).toMatchObject({
      version: `${defaultRules.version}+3 (west)`,
      closesAfterMs: day,
      flapping: defaultRules.flapping,
    });
    const east = inRoom(groups, 'east', 'WEST', 'west ');
    expect(east.byType).toEqual(defaultRules.byType);
    expect(east.version).toBe(`${defaultRules.version}+3`);
  });

  it('add up in the order of the settings, independent of the order in the room', () => {
    for (const names of [
      ['west', 'labs'],
      ['labs', 'east', 'west', 'labs'],
    ]) {
      const both = inRoom(groups, ...names);
      expect(both.version).toBe(`${defaultRules.version}+3 (west, labs)`);
      expect(both.byType.camera).toMatchObject({ opensAfterMs: 2 * minute, watchForMs: minute });
      expect(both).toMatchObject({ closesAfterMs: day, flapping: { changes: 8 } });
    }
  });

  it('override those of the deployment', () => {
    const rules = withSettings(
      defaultRules,
      settingsOf({
        deployment: { rules: { camera: { severity: 'warning', escalatesAfterMs: day } } },
        groups: {
          board: { rules: { camera: { severity: 'important' } } },
          calm: { rules: { camera: { severity: 'warning' } } },
        },
      }),
    );
    const cameraIn = (...names: string[]) => rulesFor(rules, { groups: names }).byType.camera;
    expect(cameraIn()).toMatchObject({ severity: 'warning', escalatesAfterMs: day });
    expect(cameraIn('board')).toMatchObject({ severity: 'important', escalatesAfterMs: null });
    expect(cameraIn('board', 'calm')).toMatchObject({ severity: 'warning', escalatesAfterMs: day });
  });

  it('are one value for all rooms with the same group, and an equal value with several', () => {
    const rules = withSettings(defaultRules, settingsOf({ groups }));
    const west = rulesFor(rules, { groups: ['floor 3', 'west'] });
    expect(rulesFor(rules, { groups: ['west'] })).toBe(west);
    expect(rulesFor(rules, { groups: ['floor 3'] })).toBe(rules);
    expect(rulesFor(west, { groups: ['west', 'labs'] })).toBe(west);
    const both = rulesFor(rules, { groups: ['labs', 'floor 3', 'west'] });
    expect(rulesFor(rules, { groups: ['west', 'labs'] })).toEqual(both);
    expect(rulesFor(both, { groups: ['west', 'labs'] })).toBe(both);
  });

  it('accept any name', () => {
    const odd = JSON.parse('{"__proto__":{"closesAfterMs":3600000},"constructor":{}}');
    expect(inRoom(odd, '__proto__').closesAfterMs).toBe(3_600_000);
    expect(inRoom(groups, '__proto__', 'constructor', 'toString').version).toBe(
      `${defaultRules.version}+3`,
    );
  });
});

describe('with any settings', () => {
  const override = fc.record(
    {
      severity: fc.constantFrom('important', 'warning'),
      escalatesAfterMs: fc.option(fc.integer({ min: minute, max: day })),
      resolvedBy: fc.constantFrom('person', 'telemetry'),
      type: fc.constantFrom(...signalTypes),
      category: fc.constant('report'),
    },
    { requiredKeys: [] },
  );
  const some = fc.dictionary(fc.constantFrom(...signalTypes, 'gone'), override);
  const hostile = (rules: unknown): GroupOverride => ({ rules }) as GroupOverride;

  it('a signal keeps its type, its category and who resolves its incidents', () => {
    fc.assert(
      fc.property(some, some, some, (deployment, west, labs) => {
        const settings = {
          version: 1,
          deployment: hostile(deployment),
          groups: { west: hostile(west), labs: hostile(labs) },
        };
        const rules = withSettings(defaultRules, settings);
        const { byType } = rulesFor(rules, { groups: ['labs', 'west'] });
        expect(Object.keys(byType).sort()).toEqual([...signalTypes].sort());
        for (const type of signalTypes) {
          const { category, resolvedBy } = defaultRules.byType[type];
          expect(byType[type]).toMatchObject({ type, category, resolvedBy });
          if (byType[type].severity === 'important')
            expect(byType[type].escalatesAfterMs).toBeNull();
        }
        expect(byType['default-credentials']).toMatchObject({
          severity: 'warning',
          escalatesAfterMs: null,
        });
      }),
    );
  });
});
