/** Rules at a pace: the same waiting times, shorter. */
import { describe, expect, it } from 'vitest';
import { defaultRules } from './defaultRules.ts';
import { rulesFor, withSettings } from './overrides.ts';
import { scaleRules, scaleWait } from './pace.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

describe('at pace 60', () => {
  const quick = scaleRules(defaultRules, 60);

  it('minutes become seconds', () => {
    expect(quick.byType['signin-teams']).toMatchObject({
      opensAfterMs: 30_000,
      investigateForMs: 15_000,
      escalatesAfterMs: null,
    });
    expect(quick.byType.network.escalatesAfterMs).toBe((7 * day) / 60);
    expect(quick.disconnectedAfterMs).toBe(20_000);
    expect(quick.closesAfterMs).toBe((7 * day) / 60);
  });

  it('only waiting times change', () => {
    const words = quick.byType.display;
    expect({ ...words, opensAfterMs: 5 * minute, watchForMs: 15 * minute }).toEqual(
      defaultRules.byType.display,
    );
    expect(quick.flapping).toEqual({ changes: 4, withinMs: minute, quietForMs: minute / 2 });
    expect(quick.outage).toEqual({ ...defaultRules.outage, withinMs: 5_000, lingersMs: 30_000 });
    expect(quick.remediation).toEqual({
      attemptsPerDay: 3,
      allowedHours: { from: '00:00', to: '00:00' },
      resultWithinMs: 15_000,
      watchForMs: 2_000,
      meetingNewsMs: 12_000,
    });
    expect(quick.remindBeforeMs).toBe(minute);
  });

  it('room groups have the pace, too', () => {
    const settings = {
      version: 1,
      deployment: {},
      groups: { west: { rules: { camera: { severity: 'warning', opensAfterMs: minute } } } },
    } as const;
    const west = rulesFor(scaleRules(withSettings(defaultRules, settings), 60), {
      groups: ['west'],
    });
    expect(west.byType.camera).toMatchObject({
      severity: 'warning',
      opensAfterMs: 1_000,
      escalatesAfterMs: (7 * day) / 60,
    });
    expect(west.version).toBe(`${defaultRules.version}+1 at pace 60 (west)`);
  });

  it('the limits for clocks have the pace, too, and verdicts have another version', () => {
    expect(quick.clockSkewMs).toBe(defaultRules.clockSkewMs / 60);
    expect(quick.clock.onItsWayMs).toBe(defaultRules.clock.onItsWayMs / 60);
    expect(scaleWait(60_000, quick)).toBe(1_000);
    expect(scaleWait(60_000, defaultRules)).toBe(60_000);
    expect(quick.version).not.toBe(defaultRules.version);
    expect(scaleRules(defaultRules, 1)).toBe(defaultRules);
  });
});
