/** The rules as data: complete, readable, and with the documented timings. */
import { describe, expect, it } from 'vitest';
import type { Category, Remediation, Severity, SignalId, SignalType } from '../../words.ts';
import { signalTypes } from '../../words.ts';
import {
  adviceKeyFor,
  defaultRules,
  recommendedActionFor,
  ruleFor,
  signalLabel,
} from './defaultRules.ts';
import type { Rule } from './rule.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
const restartApp: Remediation[] = ['restartApp'];
const restarts: Remediation[] = ['restartApp', 'restartDevice'];

type Promised = readonly [
  SignalType,
  Category,
  Severity,
  opensAfterMs: number,
  investigateForMs: number,
  escalatesAfterMs: number | null,
  misconfigured: boolean,
  Remediation[],
];
const promised: readonly Promised[] = [
  ['display', 'display', 'important', 5 * minute, 0, null, false, []],
  ['conference-microphone', 'audio', 'important', 5 * minute, 10 * minute, null, false, restartApp],
  ['conference-speaker', 'audio', 'important', 5 * minute, 10 * minute, null, false, restartApp],
  ['default-speaker', 'audio', 'warning', 5 * minute, 0, week, true, []],
  ['microphone-selection', 'audio', 'warning', 5 * minute, 0, week, true, []],
  ['speaker-selection', 'audio', 'warning', 5 * minute, 0, week, true, []],
  ['camera', 'camera', 'important', 5 * minute, 0, null, false, []],
  ['content-camera', 'camera', 'important', 5 * minute, 0, null, false, []],
  ['camera-selection', 'camera', 'warning', 5 * minute, 0, week, true, []],
  ['hdmi-ingest', 'ingest', 'important', 10 * minute, 0, null, false, []],
  ['signin-exchange', 'signin', 'important', 30 * minute, 15 * minute, null, false, restartApp],
  ['signin-teams', 'signin', 'important', 30 * minute, 15 * minute, null, false, restartApp],
  ['signin-skype', 'signin', 'important', 30 * minute, 15 * minute, null, false, restartApp],
  ['proximity-sensor', 'proximity', 'important', 5 * minute, 0, null, false, []],
  ['bluetooth', 'proximity', 'warning', 2 * hour, 0, week, false, []],
  ['meeting-app', 'app', 'important', 10 * minute, hour, null, false, restarts],
  ['app-version', 'software', 'warning', 2 * hour, hour, week, false, ['update']],
  ['os-version', 'software', 'warning', 2 * hour, hour, week, false, ['update']],
  ['windows-update', 'software', 'warning', 2 * hour, 0, week, false, []],
  ['nightly-restart', 'software', 'warning', 2 * hour, 0, week, false, []],
  ['time-drift', 'software', 'warning', 2 * hour, 0, week, false, []],
  ['event-log', 'software', 'warning', 2 * hour, 0, week, false, []],
  ['disk-space', 'storage', 'important', 2 * hour, 30 * minute, null, false, ['cleanUp']],
  ['disk-health', 'storage', 'important', 2 * hour, 0, null, false, []],
  ['default-credentials', 'security', 'warning', 2 * hour, 0, null, false, []],
  ['connection', 'connection', 'important', 0, 0, null, false, []],
  ['network', 'connection', 'warning', 5 * minute, 0, week, false, []],
  ['wifi-only', 'connection', 'warning', 5 * minute, 0, week, false, []],
  ['reported', 'report', 'important', 0, 0, null, false, []],
];

const allRules: readonly (readonly [string, Rule])[] = [
  ...signalTypes.map((type) => [type, defaultRules.byType[type]] as const),
  ['touch panel', ruleFor(defaultRules, 'display:console')],
];

describe('the default rules', () => {
  it('have documented timings for every signal type', () => {
    expect(promised.map(([type]) => type).sort()).toEqual([...signalTypes].sort());
  });

  it.each(promised)('%s: %s, %s', (...row) => {
    const [type, category, severity, opensAfterMs, investigateForMs, escalatesAfterMs] = row;
    const [isMisconfiguration, remediations] = row.slice(6);
    expect(defaultRules.byType[type]).toMatchObject({
      type,
      category,
      severity,
      opensAfterMs,
      investigateForMs,
      escalatesAfterMs,
      isMisconfiguration,
      remediations,
      watchForMs: 15 * minute,
      isOn: true,
      resolvedBy: type === 'reported' ? 'person' : 'telemetry',
    });
  });

  it('investigate exactly where a remediation exists', () => {
    for (const { type, investigateForMs, remediations } of Object.values(defaultRules.byType))
      expect([type, investigateForMs > 0]).toEqual([type, remediations.length > 0]);
  });

  it('have a different name for every signal', () => {
    const labels = Object.values(defaultRules.byType).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) expect(label).toMatch(/^[A-Z]/);
  });

  it('contain the platform’s own timings', () => {
    expect(defaultRules).toMatchObject({
      disconnectedAfterMs: 20 * minute,
      closesAfterMs: 7 * day,
      clockSkewMs: 5 * minute,
      flapping: { changes: 4, withinMs: hour, quietForMs: 30 * minute },
      remediation: { attemptsPerDay: 3, resultWithinMs: 15 * minute, watchForMs: 2 * minute },
      outage: { rooms: 5, withinMs: 5 * minute, scopes: ['floor', 'building', 'subnet'] },
      remindBeforeMs: hour,
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
    ['disk-space', 'C: 2.5 % free (3 GB of 119 GB)', /before the next meeting/],
    ['disk-space', '0,9% free', /before the next meeting/],
    ['disk-space', 'Only 8 % free', /larger updates/],
    ['disk-space', '12 % free', /at least a tenth/],
    ['disk-space', 'free space is low', /at least a tenth/],
    ['disk-space', '97 % used', /at least a tenth/],
    ['disk-health', 'SMART predicts a failure', /spare device/],
    ['os-version', 'Windows 10 Enterprise 22H2 (10.0.19045)', /14 October 2025/],
    ['os-version', 'Windows 10.0.26100 is past its end of support', /next feature update/],
    ['windows-update', 'Restart pending since 3 days', /wait for a restart/],
    ['time-drift', 'The clock is 2000 s ahead', /w32tm/],
    ['reported', 'no sound in 4.12', /test sound/],
    ['reported', 'They cannot hear us', /not muted/],
    ['reported', 'No picture on the left screen', /Switch the display on/],
    ['reported', 'the camera shows no picture', /no cover is over its lens/],
    ['reported', 'Cannot join, the screen only says sorry', /Meet now/],
    ['reported', 'It smells odd', /Read what was reported/],
  ])('for %s reporting %j', (signal, detail, expected) => {
    expect(recommendedActionFor(ruleFor(defaultRules, signal), detail)).toMatch(expected);
  });
});

describe('the name of a recommended action', () => {
  it.each<readonly [SignalId, string, string]>([
    ['camera', '', 'general'],
    ['signin-exchange', 'AADSTS50079', 'AADSTS50076'],
    ['disk-space', '2 % free', 'free below 3 %'],
    ['disk-space', '9 % free', 'free below 10 %'],
  ])('for %s reporting %j is %s', (signal, detail, name) => {
    expect(adviceKeyFor(ruleFor(defaultRules, signal), detail)).toBe(name);
  });

  it.each(allRules)('of %s is unique', (_, rule) => {
    const names = rule.adviceByDetail.map(
      ({ whenDetailHas, belowPercent }) => `${whenDetailHas[0]} ${belowPercent}`,
    );
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('labels', () => {
  it.each<readonly [SignalId, string]>([
    ['display:1', 'Display 1'],
    ['display:console', 'Touch panel'],
    ['conference-microphone', 'Conference microphone'],
    ['signin-skype', 'Skype for Business sign-in'],
    ['reported', 'Reported problem'],
    ['wifi-only', 'Wi-Fi only'],
  ])('%s has the label %s', (signal, label) => {
    expect(signalLabel(defaultRules, signal)).toBe(label);
  });
});
