/** The settings document: accepted documents, and every fault of rejected ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRules } from '../../signals/rules/defaultRules.ts';
import { signalTypes } from '../../words.ts';
import { readRuleSettings } from './rules.ts';

const hour = 3_600_000;
const day = 24 * hour;

const documentOf = (deployment: unknown, groups: unknown = {}) => {
  return { version: 1, deployment, groups };
};
const camera = (override: unknown) => documentOf({ rules: { camera: override } });
const faultsOf = (document: unknown) => {
  const read = readRuleSettings(document);
  return 'faults' in read ? read.faults.map(({ pointer, reason }) => `${pointer}: ${reason}`) : [];
};

describe('accepted', () => {
  it('an empty document', () => {
    expect(readRuleSettings(documentOf({}))).toEqual({ settings: documentOf({}) });
  });

  it('every member that can be set, unchanged', () => {
    const document = documentOf(
      {
        rules: {
          camera: {
            label: 'Kamera',
            severity: 'warning',
            opensAfterMs: 30 * day,
            investigateForMs: hour,
            escalatesAfterMs: null,
            impact: 'Call 4711.',
            description: 'A camera.',
            causes: ['Dust.'],
            resolutions: ['Wipe it.'],
            recommendedAction: 'Wipe the lens (\u200dwith care).',
            adviceByDetail: [
              { whenDetailHas: ['dust'], belowPercent: 5, recommendedAction: 'Wipe it twice.' },
            ],
            remediations: ['restartApp', 'restartDevice', 'collectLogs'],
            isMisconfiguration: true,
            watchForMs: hour,
            isOn: false,
          },
        },
        disconnectedAfterMs: hour,
        closesAfterMs: day,
        flapping: { changes: 3, withinMs: hour, quietForMs: hour },
        remediation: {
          attemptsPerDay: 0,
          allowedHours: { from: '22:00', to: '05:30' },
          resultWithinMs: hour,
          watchForMs: 0,
          meetingNewsMs: hour,
        },
        outage: { rooms: 3, withinMs: hour, scopes: [] },
        remindBeforeMs: 0,
      },
      { 'Süd/3~': { rules: { network: { isOn: false } } } },
    );
    expect(readRuleSettings(document)).toEqual({ settings: document });
  });

  it('the product’s own rules, written as settings', () => {
    const own = signalTypes.map((type) => {
      const { type: _, category, resolvedBy, ...override } = defaultRules.byType[type];
      return [type, override];
    });
    expect(faultsOf(documentOf({ rules: Object.fromEntries(own) }))).toEqual([]);
  });
});

describe('rejected', () => {
  it.each<readonly [string, unknown, string]>([
    ['a type', { type: 'display' }, '/type: This cannot be set here.'],
    ['a category', { category: 'audio' }, '/category: This cannot be set here.'],
    ['whose word counts', { resolvedBy: 'person' }, '/resolvedBy: This cannot be set here.'],
    ['a negative time', { opensAfterMs: -1 }, '/opensAfterMs: This must be a whole number from 0'],
    ['a part of a millisecond', { opensAfterMs: 0.5 }, '/opensAfterMs: This must be a whole'],
    ['no number', { opensAfterMs: Number.NaN }, '/opensAfterMs: This must be a whole number'],
    ['31 days', { opensAfterMs: 31 * day }, '/opensAfterMs: This must be a whole number from 0 to'],
    ['a time as text', { opensAfterMs: '5' }, '/opensAfterMs: This must be a whole number'],
    ['an empty text', { impact: ' \t ' }, '/impact: This must not be empty.'],
    ['a long text', { impact: 'x'.repeat(501) }, '/impact: This must have at most 500 characters.'],
    ['two lines', { impact: 'a\nb' }, '/impact: This must be one line of visible text.'],
    [
      'a text turned round',
      { label: 'a\u202eb' },
      '/label: This must be one line of visible text.',
    ],
    [
      'an unknown severity',
      { severity: 'fatal' },
      '/severity: This must be one of important, warn',
    ],
    ['a remediation twice', { remediations: ['update', 'update'] }, '/remediations: Each remedi'],
    ['an unknown one', { remediations: ['format'] }, '/remediations/0: This must be one of restar'],
    [
      'four remediations',
      { remediations: ['restartApp', 'restartDevice', 'cleanUp', 'update'] },
      '/remediations: This must have at most 3 entries.',
    ],
    ['no causes', { causes: [] }, '/causes: This must have at least one entry.'],
    ['yes for true', { isOn: 'yes' }, '/isOn: This must be true or false.'],
    ['a list for a rule', [], ': This must be an object with members that can be set.'],
  ])('%s', (_, override, expected) => {
    const [fault, ...others] = faultsOf(camera(override));
    expect(others).toEqual([]);
    expect(fault).toContain(`/deployment/rules/camera${expected}`);
  });

  it.each<readonly [unknown, string]>([
    [documentOf({ remediation: { allowedHours: { from: '24:00', to: '05:00' } } }), 'from: This'],
    [documentOf({ remediation: { allowedHours: { from: '5:00', to: '05:00' } } }), 'from: This'],
    [documentOf({ remediation: { allowedHours: { from: '05:00' } } }), 'to: This must be a time'],
    [documentOf({ disconnectedAfterMs: 5 * 60_000 }), '/disconnectedAfterMs: This must be'],
    [documentOf({ clockSkewMs: hour }), '/clockSkewMs: This cannot be set here.'],
    [documentOf({ outage: { rooms: 1 } }), '/outage/rooms: This must be a whole number from 2'],
    [documentOf({ outage: { scopes: ['floor', 'floor'] } }), '/outage/scopes: Each scope can'],
    [documentOf({}, { west: { outage: {} } }), '/groups/west/outage: This cannot be set here.'],
    [documentOf({}, { west: { disconnectedAfterMs: hour } }), '/groups/west/disconnectedAfterMs'],
    [documentOf({}, { '': {} }), '/groups/: A group is named by one line'],
    [documentOf({}, { ' west': {} }), '/groups/ west: A group is named by one line'],
    [documentOf({}, { 'a/b~': null }), '/groups/a~1b~0: This must be an object'],
    [documentOf({}, []), '/groups: This must be an object'],
    [
      documentOf({}, Object.fromEntries(Array.from({ length: 201 }, (_, i) => [`g${i}`, {}]))),
      '/groups: At most 200 groups',
    ],
  ])('%j', (document, expected) => {
    const [fault, ...others] = faultsOf(document);
    expect(others).toEqual([]);
    expect(fault).toContain(expected);
  });

  it.each([{ severity: 'important' }, { escalatesAfterMs: day }])(
    'default credentials that count against a room: %j',
    (override) => {
      for (const document of [
        documentOf({ rules: { 'default-credentials': override } }),
        documentOf({}, { west: { rules: { 'default-credentials': override } } }),
      ])
        expect(faultsOf(document)[0]).toMatch(/default-credentials\/\w+: Default .* never become/);
    },
  );

  it('all faults are returned at once, up to a hundred', () => {
    const document = {
      version: -1,
      deployment: { rules: { camera: { impact: 1, isOn: 1 }, teapot: {} } },
      groups: { west: { closesAfterMs: 1 } },
      more: 1,
    };
    expect(faultsOf(document).map((fault) => fault.split(':')[0])).toEqual([
      '/version',
      '/deployment/rules/camera/impact',
      '/deployment/rules/camera/isOn',
      '/deployment/rules/teapot',
      '/groups/west/closesAfterMs',
      '/more',
    ]);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`m${i}`, 1]));
    expect(faultsOf(documentOf(many))).toHaveLength(100);
  });

  it('members that would reach into objects', () => {
    const text = '{"version":1,"deployment":{"rules":{"__proto__":{"isOn":false}}},"groups":{}}';
    expect(faultsOf(JSON.parse(text))).toEqual([
      '/deployment/rules/__proto__: This cannot be set here.',
    ]);
    readRuleSettings(JSON.parse('{"version":1,"deployment":{},"groups":{"__proto__":{"isOn":1}}}'));
    expect({}).not.toHaveProperty('isOn');
  });

  it('any other value, without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const document of [value, documentOf(value), documentOf({}, value), camera(value)])
          expect(() => readRuleSettings(document)).not.toThrow();
      }),
    );
    expect(faultsOf(undefined)).toHaveLength(1);
  });
});
