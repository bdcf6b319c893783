import type { ActionPayload } from '@rooms-pro/core/contracts';
import { describe, expect, it } from 'vitest';
import { assignedToOthers, type Result, takeOverParts, toParts, undoParts } from './requests.ts';

const ada = { id: 'ada', name: 'Ada Byron' };
const bo = { id: 'bo', name: 'Bo Dahl' };
const [first, second, third] = [
  { ticket: '1001-1' as const },
  { ticket: '1001-2' as const },
  { ticket: '1001-3' as const },
];
const assign = { action: 'assign' } as const;

describe('the requests of an action', () => {
  it('take one ticket over from the person named on the button', () => {
    expect(toParts(assign, { targets: [first], holders: [ada] })).toEqual([
      { targets: [first], action: { action: 'assign', takeOverFrom: 'ada' } },
    ]);
    expect(toParts({ action: 'assign', to: 'bo' }, { targets: [first], holders: [ada] })).toEqual([
      { targets: [first], action: { action: 'assign', to: 'bo', takeOverFrom: 'ada' } },
    ]);
  });

  it('take only unassigned tickets if there are several, or if the assignee is unknown', () => {
    const targets = [first, second];
    expect(toParts(assign, { targets, holders: [ada, null] })).toEqual([
      { targets, action: assign },
    ]);
    expect(toParts(assign, { targets: [first] })).toEqual([{ targets: [first], action: assign }]);
  });

  it('hand each ticket back from the person who had it when the person pressed', () => {
    const targets = [first, second, third];
    expect(toParts({ action: 'unassign' }, { targets, holders: [ada, bo, ada] })).toEqual([
      { targets: [first, third], action: { action: 'unassign', from: 'ada' } },
      { targets: [second], action: { action: 'unassign', from: 'bo' } },
    ]);
  });

  it('are a single request for every other action', () => {
    const respond: ActionPayload = { action: 'respond', notes: 'Done' };
    const targets = [first, second];
    expect(toParts(respond, { targets, holders: [ada, bo] })).toEqual([
      { targets, action: respond },
    ]);
  });
});

describe('tickets that other people have', () => {
  const held = (target: Result['target'], assignee: typeof ada): Result => ({
    ok: false,
    sentence: `${assignee.name} has it.`,
    code: 'assignedToOther',
    assignee,
    since: null,
    target,
    action: assign,
  });

  it('are found among the results, and are taken over from exactly these people', () => {
    const results = [
      held(first, ada),
      { ok: true, sentence: 'Done.', code: 'done' as const, target: second, action: assign },
      held(third, bo),
    ];
    const others = assignedToOthers(results);
    expect(others.map(({ target, holder }) => [target, holder])).toEqual([
      [first, ada],
      [third, bo],
    ]);
    expect(takeOverParts(others)).toEqual([
      { targets: [first], action: { action: 'assign', takeOverFrom: 'ada' } },
      { targets: [third], action: { action: 'assign', takeOverFrom: 'bo' } },
    ]);
  });

  it('are absent if a ticket was not handed back: it cannot be taken over', () => {
    expect(assignedToOthers([{ ...held(first, ada), action: { action: 'unassign' } }])).toEqual([]);
  });
});

describe('Undo', () => {
  const done = (target: Result['target'], action: ActionPayload): Result => ({
    ok: true,
    sentence: 'Done.',
    target,
    action,
  });

  const now = '2026-11-22T08:00:00.000Z';

  it('applies only to successful targets, each with the person who had it before', () => {
    const results = [
      done(first, assign),
      { ...done(second, assign), ok: false },
      done(third, { action: 'assign', takeOverFrom: 'ada' }),
    ];
    expect(undoParts(results, 'me', now)).toEqual([
      { targets: [first], action: { action: 'unassign', from: 'me' } },
      { targets: [third], action: { action: 'assign', to: 'ada', takeOverFrom: 'me' } },
    ]);
    const returned = [done(first, { action: 'unassign', from: 'bo' })];
    expect(undoParts(returned, 'me', now)).toEqual([
      { targets: [first], action: { action: 'assign', to: 'bo' } },
    ]);
  });

  it('restores what the person saw: the suppression and the profile', () => {
    const until = { kind: 'lifted' } as const;
    const change: ActionPayload = { action: 'changeSuppression', until: '1h', reason: '' };
    const former = { suppression: { until, reason: 'Spare part' } };
    expect(undoParts([done(first, change)], 'me', now, former)).toEqual([
      {
        targets: [first],
        action: { action: 'changeSuppression', until: 'lifted', reason: 'Spare part' },
      },
    ]);
    expect(undoParts([done(first, change)], 'me', now)).toEqual([]);
  });
});
