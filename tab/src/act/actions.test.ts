import { actionNames } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { dialogs } from './ActDialog.tsx';
import {
  besideNote,
  commonActions,
  forMany,
  formatOutcome,
  labelFor,
  needsInput,
  onRoomItself,
  withAssignTo,
} from './actions.ts';

describe('commonActions', () => {
  it('offers only the actions that every row allows', () => {
    const rows = [
      { actions: ['respond', 'message', 'assign', 'suppress'] },
      { actions: ['suppress', 'respond', 'unassign'] },
    ];
    expect(commonActions(rows)).toEqual(['respond', 'suppress']);
  });

  it('offers no action without rows', () => {
    expect(commonActions([])).toEqual([]);
    expect(commonActions([{ actions: ['assign'] }, { actions: [] }])).toEqual([]);
  });

  it('offers every action but writing a message and the files of a ticket', () => {
    const elsewhere = ['message', 'attach', 'removeAttachment'];
    const offered = commonActions([{ actions: actionNames }]);
    expect(offered).toEqual(actionNames.filter((name) => !elsewhere.includes(name)));
  });
});

describe('needsInput', () => {
  it('is true exactly where there is a dialog', () => {
    for (const action of commonActions([{ actions: [...actionNames, 'assignTo'] }])) {
      expect(dialogs[action] !== undefined, action).toBe(needsInput(action));
    }
  });

  it('is true where the server needs a text', () => {
    expect(needsInput('respond') && needsInput('suppress')).toBe(true);
    expect(needsInput('remediate') && needsInput('resolve') && needsInput('report')).toBe(true);
    expect(needsInput('assign')).toBe(false);
  });

  it('is true before a room is retired', () => {
    expect(needsInput('retire')).toBe(true);
  });

  it('is true for changes, and before a device is removed', () => {
    expect(needsInput('changeProfile') && needsInput('removeDevice')).toBe(true);
    expect(onRoomItself(['enrol', 'changeProfile', 'removeDevice', 'retire'])).toEqual([
      'enrol',
      'changeProfile',
      'retire',
    ]);
  });

  it('adds assigning to others if there are any', () => {
    expect(needsInput('assignTo')).toBe(true);
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

  it('offers no remediation and no change of an end for many rows', () => {
    const actions = ['respond', 'remediate', 'suppress', 'changeSuppression'] as const;
    expect(forMany(actions)).toEqual(['respond', 'suppress']);
    expect(besideNote(actions)).toEqual(['respond', 'remediate', 'suppress']);
  });

  it('names the assignee of one ticket, and no person for many', () => {
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

  it('shows the sentence of a single target', () => {
    expect(formatOutcome([good('Done.')])).toEqual({
      intent: 'success',
      headline: 'Done.',
      sentences: [],
    });
    expect(formatOutcome([bad('Ada already has it.')]).intent).toBe('error');
  });

  it('counts many targets, and shows failures before successes', () => {
    const outcome = formatOutcome([good('A.'), bad('B.'), bad('B.')]);
    expect(outcome).toEqual({
      intent: 'warning',
      headline: 'Done for 1 of 3.',
      sentences: ['B.'],
    });
  });

  it('limits the number of sentences', () => {
    const outcome = formatOutcome(
      Array.from({ length: 100 }, (_, index) => good(`Room ${index}.`)),
    );
    expect(outcome.sentences).toEqual(['Room 0.', 'Room 1.', 'Room 2.', 'And 97 more.']);
  });
});
