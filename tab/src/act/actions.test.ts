import { personActions } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import {
  asksFirst,
  besideNote,
  commonActions,
  forMany,
  formatOutcome,
  labelFor,
  offeredLabels,
  onRoomItself,
  withAssignTo,
} from './actions.ts';

describe('commonActions', () => {
  it('offers only what every row may take', () => {
    const rows = [
      { actions: ['respond', 'message', 'assign', 'suppress'] },
      { actions: ['suppress', 'respond', 'unassign'] },
    ];
    expect(commonActions(rows)).toEqual(['respond', 'suppress']);
  });

  it('offers nothing for nothing', () => {
    expect(commonActions([])).toEqual([]);
    expect(commonActions([{ actions: ['assign'] }, { actions: [] }])).toEqual([]);
  });

  it('has a label for every action of a person but writing a message and attaching a file', () => {
    const named = Object.keys(offeredLabels);
    const elsewhere = ['message', 'attach'];
    for (const action of personActions.filter((each) => !elsewhere.includes(each))) {
      expect(named).toContain(action);
    }
  });
});

describe('asksFirst', () => {
  it('asks where the server needs words', () => {
    expect(asksFirst('respond') && asksFirst('suppress')).toBe(true);
    expect(asksFirst('remediate') && asksFirst('resolve') && asksFirst('report')).toBe(true);
    expect(asksFirst('assign')).toBe(false);
  });

  it('asks once more before a room is no longer watched', () => {
    expect(asksFirst('retire')).toBe(true);
  });

  it('asks what is to be changed, and once more before a device is taken out', () => {
    expect(asksFirst('changeProfile') && asksFirst('removeDevice')).toBe(true);
    expect(onRoomItself(['enrol', 'changeProfile', 'removeDevice', 'retire'])).toEqual([
      'enrol',
      'changeProfile',
      'retire',
    ]);
  });

  it('assigns to others where there are any, beside what is there for oneself', () => {
    expect(asksFirst('assignTo')).toBe(true);
    expect(withAssignTo(['respond', 'assign', 'suppress'], true)).toEqual([
      'respond',
      'assign',
      'assignTo',
      'suppress',
    ]);
    expect(withAssignTo(['respond', 'unassign'], true)).toContain('assignTo');
    expect(withAssignTo(['respond', 'assign'], false)).toEqual(['respond', 'assign']);
    expect(withAssignTo(['respond'], true)).toEqual(['respond']);
  });

  it('tries nothing on many devices at once, and changes no end without showing it', () => {
    const actions = ['respond', 'remediate', 'suppress', 'changeSuppression'] as const;
    expect(forMany(actions)).toEqual(['respond', 'suppress']);
    expect(besideNote(actions)).toEqual(['respond', 'remediate', 'suppress']);
  });

  it('names the person from whom one ticket is taken over, and nobody for many', () => {
    const ada = { id: 'ada', name: 'Ada Byron' };
    const one = [{ ticket: '1001-1' as const }];
    const two = [...one, { ticket: '1001-2' as const }];
    expect(labelFor('assign', { targets: one, holders: [ada] })).toBe('Take over from Ada Byron');
    expect(labelFor('assign', { targets: one, holders: [null] })).toBe('Assign to me');
    expect(labelFor('assign', { targets: two, holders: [ada, ada] })).toBe('Assign to me');
    expect(labelFor('unassign', { targets: one, holders: [ada] })).toBe('Hand back');
  });
});

describe('sayOutcome', () => {
  const good = (sentence: string) => ({ ok: true, sentence });
  const bad = (sentence: string) => ({ ok: false, sentence });

  it('lets one target speak for itself', () => {
    expect(formatOutcome([good('Done.')])).toEqual({
      intent: 'success',
      headline: 'Done.',
      sentences: [],
    });
    expect(formatOutcome([bad('Ada already has it.')]).intent).toBe('error');
  });

  it('counts many, and tells what went wrong rather than what went well', () => {
    const outcome = formatOutcome([good('A.'), bad('B.'), bad('B.')]);
    expect(outcome).toEqual({
      intent: 'warning',
      headline: 'Done for 1 of 3.',
      sentences: ['B.'],
    });
  });

  it('does not read out a hundred sentences', () => {
    const outcome = formatOutcome(
      Array.from({ length: 100 }, (_, index) => good(`Room ${index}.`)),
    );
    expect(outcome.sentences).toEqual(['Room 0.', 'Room 1.', 'Room 2.', 'And 97 more.']);
  });
});
