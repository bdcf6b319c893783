/** The rules as data: complete, readable, and with the timings that were promised. */
import { describe, expect, it } from 'vitest';
import type { Remediation, Severity, SignalId, SignalType } from '../words.ts';
import { signalTypes } from '../words.ts';
import { atPace, defaultRules, labelOf, recommendedActionFor, ruleFor } from './defaultRules.ts';
import type { Rule } from './rule.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

type Promised = readonly [SignalType, Severity, opens: number, investigates: number, Remediation[]];
const promised: readonly Promised[] = [
  ['display', 'important', 5, 0, []],
  ['conference-microphone', 'important', 5, 10, ['restartApp']],
  ['conference-speaker', 'important', 5, 10, ['restartApp']],
  ['default-speaker', 'warning', 5, 0, []],
  ['camera', 'important', 5, 0, []],
  ['content-camera', 'important', 5, 0, []],
  ['hdmi-ingest', 'important', 10, 0, []],
  ['signin-exchange', 'important', 30, 15, ['restartApp']],
  ['signin-teams', 'important', 30, 15, ['restartApp']],
  ['signin-skype', 'important', 30, 15, ['restartApp']],
  ['proximity-sensor', 'important', 5, 0, []],
  ['connection', 'important', 0, 0, []],
  ['network', 'warning', 5, 0, []],
];

const allRules: readonly (readonly [string, Rule])[] = [
  ...signalTypes.map((type) => [type, defaultRules.byType[type]] as const),
  ['touch panel', ruleFor(defaultRules, 'display:console')],
];

describe('the default rules', () => {
  it('promise timings for every signal type', () => {
    expect(promised.map(([type]) => type).sort()).toEqual([...signalTypes].sort());
  });

  it.each(promised)('%s: %s, opens after %i min, investigates %i min', (...row) => {
    const [type, severity, opens, investigates, remediations] = row;
    expect(defaultRules.byType[type]).toMatchObject({
      type,
      severity,
      opensAfterMs: opens * minute,
      investigateForMs: investigates * minute,
      escalatesAfterMs: severity === 'warning' ? 7 * day : null,
      remediations,
    });
  });

  it('keep the platform’s own timings', () => {
    expect(defaultRules).toMatchObject({
      disconnectedAfterMs: 20 * minute,
      closesAfterMs: 7 * day,
      clockSkewMs: 5 * minute,
    });
  });

  it.each(allRules)('%s reads as sentences, short enough for a card', (_, rule) => {
    const advice = rule.adviceByDetail.map(({ recommendedAction }) => recommendedAction);
    const lists = [...rule.causes, ...rule.resolutions];
    const texts = [rule.impact, rule.description, rule.recommendedAction, ...lists, ...advice];
    for (const text of texts) expect(text).toMatch(/^[A-Z][^\n]*\.$/);
    for (const text of [rule.recommendedAction, ...advice]) expect(text.length).toBeLessThan(450);
    for (const list of [rule.causes, rule.resolutions]) {
      expect(list.length).toBeGreaterThanOrEqual(2);
      expect(list.length).toBeLessThanOrEqual(5);
    }
    expect(rule.impact.match(/\.\s/)).toBeNull();
  });
});

describe('the recommended action', () => {
  it.each<readonly [SignalId, string, RegExp]>([
    ['signin-exchange', '80131500 : AADSTS50076', /multi-factor authentication/i],
    ['signin-teams', 'AADSTS50126', /not the password/],
    ['signin-teams', 'aadsts50055', /has expired/],
    ['signin-exchange', 'AADSTS50053', /locked/],
    ['signin-exchange', 'AADSTS53003', /Conditional Access policy blocks/],
    ['signin-exchange', 'AADSTS50034', /does not exist/],
    ['signin-exchange', 'AADSTS9999999', /code that begins with AADSTS/],
    ['signin-exchange', 'AutodiscoveryError', /autodiscover/],
    ['signin-exchange', 'GeneralError', /no exact reason/],
    ['signin-exchange', 'ServerVersionNotSupported', /Move the mailbox/],
    ['signin-exchange', 'Disconnected', /connection to Exchange is down/],
    ['display:1', '0 of 2 displays found', /No display at all/],
    ['display:2', '1 of 2 displays found', /one display still works/],
    ['display:1', '10 of 12 displays found', /Check that the display is on/],
    ['display:1', 'No signal', /gets no picture/],
    ['display:console', '0 of 2 displays found', /touch panel/],
    ['camera', '', /USB cable/],
  ])('for %s reporting %j', (signal, detail, expected) => {
    expect(recommendedActionFor(ruleFor(defaultRules, signal), detail)).toMatch(expected);
  });
});

describe('labels', () => {
  it.each<readonly [SignalId, string]>([
    ['display:1', 'Display 1'],
    ['display:console', 'Touch panel'],
    ['conference-microphone', 'Conference microphone'],
    ['signin-skype', 'Skype for Business sign-in'],
  ])('%s is called %s', (signal, label) => {
    expect(labelOf(defaultRules, signal)).toBe(label);
  });
});

describe('at pace 60', () => {
  const quick = atPace(defaultRules, 60);

  it('minutes pass as seconds', () => {
    expect(quick.byType['signin-teams']).toMatchObject({
      opensAfterMs: 30_000,
      investigateForMs: 15_000,
      escalatesAfterMs: null,
    });
    expect(quick.byType.network.escalatesAfterMs).toBe((7 * day) / 60);
    expect(quick.disconnectedAfterMs).toBe(20_000);
    expect(quick.closesAfterMs).toBe((7 * day) / 60);
  });

  it('devices keep the same tolerance for their clocks, and verdicts name another version', () => {
    expect(quick.clockSkewMs).toBe(defaultRules.clockSkewMs);
    expect(quick.version).not.toBe(defaultRules.version);
    expect(atPace(defaultRules, 1)).toBe(defaultRules);
  });
});
