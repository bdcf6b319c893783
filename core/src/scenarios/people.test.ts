/** Several people with one ticket: the assignee, the length of texts, and the end of a suppression. */

import { hour, minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { advance } from '../advance.ts';
import { upgradeRoom } from '../defaults.ts';
import { instantAfter } from '../instant.ts';
import { textLimits } from '../limits.ts';
import type { Room } from '../room.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import type { Command } from '../tickets/actions/actions.ts';
import { withTicket } from '../tickets/draft.ts';
import { aManager, enrolled, type Scenario, typesOf } from '../tickets/scenario.suite.ts';

const signal = 'display:1';
const openDisplay = (): Scenario =>
  enrolled()
    .reads(signal, 'unhealthy', 'No signal')
    .wait(5 * minute)
    .sweeps();
const ann = { id: 'ann', name: 'Ann' };
const bob = { id: 'bob', name: 'Bob' };
const assign = (to: typeof ann, takeOverFrom?: string): Command => ({
  action: 'assign',
  signal,
  to,
  takeOverFrom,
});

describe('a ticket', () => {
  const anns = openDisplay().does(assign(ann));

  it('belongs to the first person who takes it, with the time', () => {
    expect(anns.ticket(signal)).toMatchObject({ assignee: ann, assignedAt: anns.now });
    const late = anns.wait(minute).does(assign(bob));
    expect(late.rejection).toEqual({
      code: 'assignedToOther',
      ticket: '1042-1',
      to: ann,
      since: anns.now,
    });
    expect(late.room).toBe(anns.room);
  });

  it('gets another assignee when the present one is named, and the history names both', () => {
    const bobs = anns.wait(minute).does(assign(bob, 'ann'));
    expect(bobs.last).toMatchObject([{ type: 'incident.assigned', before: ann, after: bob }]);
    expect(bobs.ticket(signal)).toMatchObject({ assignee: bob, assignedAt: bobs.now });
  });

  it('keeps its assignee when the command names another person', () => {
    const bobs = anns.does(assign(bob, 'ann')).wait(minute);
    const late = bobs.does(assign({ id: 'cleo', name: 'Cleo' }, 'ann'));
    expect(late.rejection).toMatchObject({ code: 'assignedToOther', to: bob });
  });

  it('without an assignee is assigned to the person who wanted to take it over', () => {
    const free = anns.does({ action: 'unassign', signal, from: 'ann' });
    expect(free.ticket(signal)).toMatchObject({ assignee: null, assignedAt: null });
    expect(free.does(assign(bob, 'ann')).ticket(signal).assignee).toEqual(bob);
  });

  it('is handed back only by the named person, and only once', () => {
    const bobs = anns.does(assign(bob, 'ann'));
    const stale = bobs.does({ action: 'unassign', signal, from: 'ann' });
    expect(stale.rejection).toMatchObject({ code: 'assignedToOther', to: bob });
    const free = bobs.does({ action: 'unassign', signal, from: 'bob' });
    expect(free.does({ action: 'unassign', signal, from: 'bob' }).rejection?.code).toBe(
      'notAssigned',
    );
  });

  it('is not assigned to its present assignee again', () => {
    expect(anns.does(assign(ann)).rejection).toEqual({ code: 'alreadyAssigned', to: ann });
  });

  it('of a document without the time is still refused, and the time is absent', () => {
    const { assignedAt: _, ...without } = anns.ticket(signal);
    const old = withTicket(anns.room, signal, {});
    const stored = {
      ...old,
      signals: { [signal]: { ...old.signals[signal], ticket: without } },
    } as unknown as Room;
    const command = assign(bob);
    const input = { kind: 'command', actor: aManager, command } as const;
    expect(advance(upgradeRoom(stored), input, defaultRules, anns.now)).toEqual({
      ok: false,
      rejection: { code: 'assignedToOther', ticket: '1042-1', to: ann, since: null },
    });
  });
});

describe('a text over its limit', () => {
  const of = (length: number) => ` ${'x'.repeat(length)} `;
  const until = { kind: 'lifted' } as const;
  const longer: readonly (readonly [keyof typeof textLimits, (text: string) => Command])[] = [
    ['notes', (notes) => ({ action: 'respond', signal, notes })],
    ['message', (text) => ({ action: 'message', signal, text })],
    ['reason', (reason) => ({ action: 'resolve', signal: 'reported', reason })],
    ['reason', (reason) => ({ action: 'suppress', signal, until, reason })],
    ['reason', (reason) => ({ action: 'suppress', signal: 'room', until, reason })],
    ['report', (what) => ({ action: 'report', what })],
  ];

  it.each(longer)('changes nothing: %s of %s', (what, command) => {
    const most = textLimits[what];
    const scenario = openDisplay().does({ action: 'report', what: 'No sound' });
    const refused = scenario.does(command(of(most + 1)));
    expect(refused.rejection).toEqual({ code: 'tooLong', what, most, length: most + 1 });
    expect(refused.room).toBe(scenario.room);
    expect(scenario.does(command(of(most))).rejection).toBeNull();
  });
});

describe.each([signal, 'room'] as const)('the suppression of %s', (target) => {
  const kind = target === 'room' ? 'room' : 'signal';
  const in8h = (scenario: Scenario) =>
    ({ kind: 'time', at: instantAfter(scenario.now, 8 * hour) }) as const;
  const quiet = (() => {
    const before = enrolled();
    return before.does({
      action: 'suppress',
      signal: target,
      until: in8h(before),
      reason: 'Works',
    });
  })();
  const changed = (scenario: Scenario, ms: number, reason?: string) =>
    scenario.does({
      action: 'changeSuppression',
      signal: target,
      until: { kind: 'time', at: instantAfter(scenario.now, ms) },
      reason,
    });
  const suppressionIn = ({ room }: Scenario) =>
    target === 'room' ? room.suppression : room.signals[target]?.suppression;

  it('gets another end without a lift, and the history contains both', () => {
    const later = changed(quiet.wait(hour), 24 * hour);
    expect(later.last).toEqual([
      {
        type: `${kind}.suppressionChanged`,
        ...(target === 'room' ? {} : { signal: target }),
        before: { until: in8h(quiet), reason: 'Works' },
        after: { until: { kind: 'time', at: instantAfter(quiet.now, 25 * hour) }, reason: 'Works' },
      },
    ]);
    expect(suppressionIn(later)).toMatchObject({ at: quiet.now, by: suppressionIn(quiet)?.by });
    expect(changed(quiet, 2 * hour, 'Part ordered').last).toMatchObject([
      { after: { reason: 'Part ordered' } },
    ]);
  });

  it('announces the new end instead of the old one', () => {
    const reminded = quiet.wait(7.9 * hour).sweeps();
    expect(reminded.room.notices.map(({ kind }) => kind)).toEqual(['suppression.ending']);
    const later = changed(reminded, 8 * hour);
    expect(later.room.notices).toEqual([]);
    const still = later.wait(4 * hour).sweeps();
    expect(typesOf(still.last)).toEqual([]);
    const again = still.wait(3.9 * hour).sweeps();
    expect(typesOf(again.last)).toEqual([`${kind}.suppressionReminded`]);
    expect(again.room.notices[0]?.key).not.toBe(reminded.room.notices[0]?.key);
    expect(typesOf(again.wait(hour).sweeps().last)).toContain(`${kind}.unsuppressed`);
  });

  it('is changed only while it is active, to a different value, by a person with the permission', () => {
    const late = quiet.does({ action: 'unsuppress', signal: target });
    expect(changed(late, hour).rejection?.code).toBe('notSuppressed');
    expect(changed(quiet, 8 * hour).rejection?.code).toBe('nothingChanged');
    expect(changed(quiet, -hour).rejection?.code).toBe('endsInThePast');
  });
});
