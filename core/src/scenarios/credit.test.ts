/** The result of a response and of a remediation: a failed fix needs action again, and only an action that helped is credited. */

import { day, hour, minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import type { Change } from '../change.ts';
import { defaultRules, ruleFor } from '../signals/rules/defaultRules.ts';
import type { Fact } from '../telemetry.ts';
import { creditedAttempt, isCredited } from '../tickets/remediation/credit.ts';
import { aTechnician, enrolled, type Scenario, typesOf } from '../tickets/scenario.suite.ts';

const app = 'meeting-app';
const stopped = () => enrolled().beats().reads(app, 'unhealthy').passes(10);
const responds = (
  scenario: Scenario,
  signal: typeof app | 'network' | 'display:1',
  notes = 'Did it',
) => scenario.does({ action: 'respond', signal, notes }, aTechnician);

function answers(scenario: Scenario, outcome: 'succeeded' | 'failed' | 'refused'): Scenario {
  const id = scenario.room.command?.id ?? 'none';
  const fact: Fact = { kind: 'result', id, outcome, detail: '', at: scenario.now };
  return scenario.hears({ facts: [fact, { kind: 'meeting', inMeeting: false, at: scenario.now }] });
}

const watchMs = ruleFor(defaultRules, app).watchForMs;
const reasonsIn = (changes: readonly Change[]) =>
  changes.flatMap((change) => (change.type === 'incident.needsAction' ? [change.reason] : []));

describe('a response that did not hold', () => {
  it('ends the investigation: the incident needs action', () => {
    const responded = responds(stopped(), app);
    expect(responded.ticket(app).status).toBe('systemInvestigating');
    const failed = responded.wait(watchMs).sweeps();
    expect(typesOf(failed.last)).toContain('fix.failed');
    expect(failed.ticket(app)).toMatchObject({
      status: 'needsAction',
      response: { failedAt: failed.now },
    });
    expect(reasonsIn(failed.last)).toEqual(['The response did not hold: it is still unhealthy.']);
  });

  it('ends it also when the incident had ended and failed again in the meantime', () => {
    const again = responds(stopped().passes(2), app)
      .wait(minute)
      .reads(app, 'healthy')
      .wait(minute)
      .reads(app, 'unhealthy')
      .passes(10);
    expect(again.ticket(app)).toMatchObject({ status: 'systemInvestigating', response: null });
    const failed = again.passes(Math.ceil(watchMs / minute) - 12);
    expect(typesOf(failed.changes)).toContain('fix.failed');
    expect(failed.ticket(app).status).toBe('needsAction');
    expect(reasonsIn(failed.changes)).toEqual([
      'The response did not hold: it is still unhealthy.',
    ]);
  });

  it('stays with the platform while suppressed, and needs action when the suppression ends', () => {
    const until = { kind: 'lifted' } as const;
    const quiet = responds(stopped(), app)
      .does({ action: 'suppress', signal: app, until, reason: '' })
      .wait(2 * day)
      .sweeps();
    expect(quiet.ticket(app)).toMatchObject({ status: 'systemInvestigating', response: {} });
    expect(quiet.ticket(app).response?.failedAt).toBe(quiet.now);
    const lifted = quiet.does({ action: 'unsuppress', signal: app });
    expect(lifted.ticket(app).status).toBe('needsAction');
    expect(reasonsIn(lifted.last)[0]).toContain('did not hold');
  });

  it('no longer counts as attended: the time until a warning escalates starts again', () => {
    const aged = enrolled()
      .reads('network', 'unhealthy')
      .wait(5 * minute)
      .sweeps();
    const responded = responds(aged, 'network');
    expect(responded.ticket('network').escalatesAt).toBeNull();
    const failed = responded.wait(ruleFor(defaultRules, 'network').watchForMs).sweeps();
    const { escalatesAt } = failed.ticket('network');
    expect(Date.parse(escalatesAt ?? '') - Date.parse(failed.now)).toBe(7 * day);
    const beats = (scenario: Scenario, days: number) =>
      Array.from({ length: days * 24 * 4 }).reduce<Scenario>(
        (next) =>
          next
            .wait(hour / 4)
            .beats()
            .sweeps(),
        scenario,
      );
    expect(beats(failed, 7).ticket('network').severity).toBe('important');
    // A new response to it counts, even in the same words.
    const anew = responds(failed, 'network');
    expect(anew.rejection).toBeNull();
    expect(anew.ticket('network')).toMatchObject({ escalatesAt: null });
    expect(anew.ticket('network').response?.failedAt).toBeUndefined();
    expect(responds(anew, 'network').rejection?.code).toBe('alreadyResponded');
  });

  it('may be sent back to the platform, which then investigates for its whole time', () => {
    const failed = responds(stopped(), app).wait(watchMs).beats().sweeps();
    const again = failed.does({ action: 'investigate', signal: app }).passes(30);
    expect(again.ticket(app).status).toBe('systemInvestigating');
    expect(reasonsIn(again.passes(31).changes).at(-1)).toContain('Still unhealthy after 1 h');
  });
});

describe('a remediation is credited', () => {
  const credited = ({ room }: Scenario) => creditedAttempt(room, app, defaultRules)?.remediation;
  const done = answers(stopped().passes(1), 'succeeded');
  const recovers = (scenario: Scenario) => scenario.reads(app, 'healthy');

  it('when it succeeded and the signal became healthy in its watch time', () => {
    const helped = recovers(done.wait(minute));
    expect(helped.ticket(app).status).toBe('resolved');
    expect(credited(helped)).toBe('restartApp');
    // It stays so, independent of later changes of the signal.
    expect(credited(helped.wait(hour).reads(app, 'unhealthy'))).toBe('restartApp');
  });

  it.each(['failed', 'refused'] as const)('not when it %s', (outcome) => {
    expect(credited(recovers(answers(stopped().passes(1), outcome).wait(minute)))).toBeUndefined();
  });

  it('not when it expired or still has no result', () => {
    expect(credited(recovers(stopped().passes(1)))).toBeUndefined();
    const expired = stopped().wait(defaultRules.remediation.resultWithinMs).sweeps();
    expect(credited(recovers(expired.wait(minute)))).toBeUndefined();
  });

  it('not when the signal became healthy long after it, or before it', () => {
    const late = answers(done.passes(3), 'failed').passes(60);
    expect(credited(recovers(late))).toBeUndefined();
    const onlyOne = done.wait(defaultRules.remediation.watchForMs + minute);
    expect(credited(recovers(onlyOne))).toBeUndefined();
    const before = done.wait(minute).reads(app, 'healthy', '', 2 * minute);
    expect(before.ticket(app).status).toBe('resolved');
    expect(credited(before)).toBeUndefined();
  });

  it('not when a person responded since it started', () => {
    expect(credited(recovers(responds(done, app).wait(minute)))).toBeUndefined();
    expect(credited(recovers(answers(responds(stopped(), app), 'succeeded').wait(minute)))).toBe(
      undefined,
    );
  });

  it('not when another cause ended the incident', () => {
    const removed = done.does({ action: 'removeDevice', device: 'dev-1' });
    expect(removed.ticket(app).status).toBe('resolved');
    expect(credited(removed)).toBeUndefined();
    const off = done.wait(minute).reads(app, 'notApplicable');
    expect(off.ticket(app).status).toBe('resolved');
    expect(credited(off)).toBeUndefined();
  });

  it('not when the device restarted by itself after it', () => {
    const slow = {
      ...defaultRules,
      remediation: { ...defaultRules.remediation, watchForMs: 10 * minute },
    };
    const restarted = (ms: number) => {
      const scenario = done.wait(ms);
      const again = scenario.hears({ facts: [{ kind: 'restarted', at: scenario.now }] });
      return creditedAttempt(recovers(again.wait(minute)).room, app, slow)?.remediation;
    };
    expect(restarted(minute)).toBe('restartApp');
    expect(restarted(5 * minute)).toBeUndefined();
  });
});

describe('a response is credited', () => {
  const signal = 'display:1';
  const open = () =>
    enrolled()
      .reads(signal, 'unhealthy', 'No signal')
      .wait(5 * minute)
      .sweeps();
  const isIt = ({ room }: Scenario) => isCredited(room, signal, defaultRules);
  const wait = ruleFor(defaultRules, signal).watchForMs;
  const adviceOf = ({ room }: Scenario, of: 'display:1' | typeof app = signal) =>
    Object.values(room.signals[of]?.advice ?? {});

  it('when telemetry has verified it, and not during the watch time', () => {
    const recovered = responds(open(), signal).wait(minute).reads(signal, 'healthy');
    expect(isIt(recovered)).toBe(false);
    const verified = recovered.wait(wait).sweeps();
    expect(isIt(verified)).toBe(true);
    expect(verified.ticket(signal).response?.heldAt).toBe(verified.now);
    expect(adviceOf(verified)).toEqual([{ held: 1, failed: 0 }]);
    // Also when the notice is no longer stored.
    expect(isIt(verified.wait(3 * day).sweeps())).toBe(true);
  });

  it('never after its fix failed, even if a later action helped', () => {
    const failed = responds(open(), signal).wait(wait).sweeps();
    expect(adviceOf(failed)).toEqual([{ held: 0, failed: 1 }]);
    expect(
      isIt(
        failed
          .wait(minute)
          .reads(signal, 'healthy')
          .wait(3 * day)
          .sweeps(),
      ),
    ).toBe(false);
  });

  it('not when a remediation succeeded in between, and neither is its advice', () => {
    const helped = answers(responds(stopped().passes(1), app), 'succeeded')
      .wait(minute)
      .reads(app, 'healthy')
      .wait(watchMs)
      .beats()
      .sweeps();
    expect(typesOf(helped.changes)).toContain('fix.verified');
    expect(isCredited(helped.room, app, defaultRules)).toBe(false);
    expect(adviceOf(helped, app)).toEqual([]);
  });
});
