import { describe, expect, it } from 'vitest';
import type { Change, RoomEvent } from '../../change.ts';
import { instantAfter } from '../../instant.ts';
import { aLead, aManager, enrolled, type Scenario, start } from '../scenario.suite.ts';
import type { StateBefore } from './action.ts';
import type { ActionPayload } from './actions.ts';
import { findUndo, isUndoable, stateBefore, undoWithinMs } from './undo.ts';

const ada = { id: 'ada', name: 'Ada Byron' };
const nothing: StateBefore = { assignee: null, suppression: null, profile: null };
const undo = (action: ActionPayload, before: Partial<StateBefore> = {}, now = start) =>
  findUndo(action, { actorId: 'me', before: { ...nothing, ...before }, now });

describe('the undo of an action', () => {
  it('hands a ticket back only from the person who got it', () => {
    expect(undo({ action: 'assign' })).toEqual({ action: 'unassign', from: 'me' });
    expect(undo({ action: 'assign', to: 'bo' })).toEqual({ action: 'unassign', from: 'bo' });
  });

  it('returns a ticket to the person who had it', () => {
    const takenOver = { action: 'assign', to: 'ada', takeOverFrom: 'me' };
    expect(undo({ action: 'assign', takeOverFrom: 'ada' }, { assignee: ada })).toEqual(takenOver);
    expect(undo({ action: 'unassign' }, { assignee: ada })).toEqual({
      action: 'assign',
      to: 'ada',
    });
    expect(undo({ action: 'unassign' })).toBeNull();
    expect(undo({ action: 'assign', to: 'ada' }, { assignee: ada })).toBeNull();
  });

  it('restores a suppression while its end is in the future', () => {
    const at = instantAfter(start, 60_000);
    const suppression = { until: { kind: 'time', at }, reason: 'Spare part' } as const;
    const terms = { until: { at }, reason: 'Spare part' };
    const change: ActionPayload = { action: 'changeSuppression', until: '1h' };
    expect(undo(change, { suppression })).toEqual({ action: 'changeSuppression', ...terms });
    expect(undo({ action: 'unsuppress' }, { suppression })).toEqual({
      action: 'suppress',
      ...terms,
    });
    expect(undo({ action: 'unsuppress' }, { suppression }, at)).toBeNull();
    expect(undo({ action: 'unsuppress' })).toBeNull();
    expect(undo({ action: 'suppress', until: '1d', reason: '' })).toEqual({ action: 'unsuppress' });
    const open = { until: { kind: 'recovery' }, reason: '' } as const;
    expect(undo(change, { suppression: open })).toEqual({
      action: 'changeSuppression',
      until: 'recovery',
      reason: '',
    });
  });

  it('restores only the members of a profile that the action changed', () => {
    const profile = enrolled().room;
    const action: ActionPayload = {
      action: 'changeProfile',
      profile: { name: 'Cabin', floor: profile.floor, groups: ['east'] },
    };
    expect(undo(action, { profile })).toEqual({
      action: 'changeProfile',
      profile: { name: profile.name, groups: profile.groups },
    });
    expect(undo(action)).toBeNull();
  });

  it('enrols a retired room again, and leaves what people wrote', () => {
    expect(undo({ action: 'retire' })).toEqual({ action: 'enrol' });
    expect(undo({ action: 'respond', notes: 'x' })).toBeNull();
    expect(undo({ action: 'message', text: 'x' })).toBeNull();
    expect(undo({ action: 'investigate' })).toBeNull();
  });
});

const signal = 'conference-microphone';
const failed = () => enrolled().reads(signal, 'unhealthy').passes(15);

describe('the state before an action', () => {
  it('is in the changes where the room is older than the action', () => {
    const old = failed();
    const assigned = old.does({ action: 'assign', signal, to: ada });
    const takeOver = { action: 'assign', signal, to: aLead, takeOverFrom: ada.id } as const;
    const takenOver = assigned.does(takeOver);
    expect(stateBefore(old.room, signal).assignee).toBeNull();
    expect(stateBefore(old.room, signal, takenOver.last).assignee).toEqual(ada);
    expect(stateBefore(takenOver.room, signal).assignee?.id).toBe(aLead.id);
  });

  it('contains the terms of a suppression and the profile', () => {
    const until = { kind: 'lifted' } as const;
    const suppressed = enrolled().does({ action: 'suppress', signal: 'room', until, reason: 'a' });
    expect(stateBefore(suppressed.room, null).suppression).toMatchObject({ until, reason: 'a' });
    const renamed = suppressed.does({ action: 'changeProfile', profile: { name: 'Cabin' } });
    const before = stateBefore(renamed.room, null, renamed.last);
    expect(before.profile?.name).toBe(enrolled().room.name);
  });
});

describe('an undo is possible', () => {
  const event = (revision: number, changes: readonly Change[], at = start): RoomEvent => ({
    roomId: 'room-1042',
    revision,
    at,
    by: aManager,
    via: 'chat',
    correlationId: 'c',
    changes,
  });
  const assigned = failed().does({ action: 'assign', signal, to: ada });
  const made = event(7, assigned.last);
  const after = (next: Scenario) => isUndoable(made, [made, event(8, next.last)], start);

  it('for fifteen minutes', () => {
    expect(isUndoable(made, [made], instantAfter(start, undoWithinMs))).toBe(true);
    expect(isUndoable(made, [made], instantAfter(start, undoWithinMs + 1))).toBe(false);
  });

  it('until something else happens to the ticket', () => {
    expect(after(assigned.does({ action: 'message', signal, text: 'On my way' }))).toBe(false);
    expect(after(assigned.reads(signal, 'healthy'))).toBe(false);
    const until = { kind: 'lifted' } as const;
    expect(after(assigned.does({ action: 'suppress', signal, until, reason: '' }))).toBe(false);
  });

  it('regardless of other signals, to devices, and to earlier events', () => {
    expect(after(assigned.reads('camera', 'unhealthy'))).toBe(true);
    expect(after(assigned.reads(signal, 'unhealthy', 'muted'))).toBe(true);
    const earlier = event(6, assigned.does({ action: 'message', signal, text: 'a' }).last);
    expect(isUndoable(made, [earlier, made], start)).toBe(true);
  });

  it('of the room until the room is changed again', () => {
    const renamed = enrolled().does({ action: 'changeProfile', profile: { name: 'Cabin' } });
    const first = event(7, renamed.last);
    const moved = renamed.does({ action: 'changeProfile', profile: { floor: '9' } });
    expect(isUndoable(first, [event(8, moved.last)], start)).toBe(false);
    const read = renamed.reads(signal, 'unhealthy').last;
    expect(isUndoable(first, [event(8, read)], start)).toBe(true);
  });
});
