import { describe, expect, it } from 'vitest';
import { actionPayload } from '../../contracts/commands/commands.ts';
import { defaultRules } from '../../signals/rules/defaultRules.ts';
import { aLead, aManager, aTechnician, enrolled, type Scenario } from '../scenario.suite.ts';
import { defineAction, type Target } from './action.ts';
import { type ActionName, actionNames, actions } from './actions.ts';
import { formatDone, toCommand } from './request.ts';
import type { Unsuppress } from './suppression/unsuppress.ts';
import { allowedRoomActions, whyNot } from './whyNot.ts';

const signal = 'conference-microphone';

describe('the rows of the actions', () => {
  it('need no member where a screen asks for none first', () => {
    for (const action of actionNames.filter((name) => actions[name].request !== null)) {
      const isComplete = actionPayload.safeParse({ action }).success;
      if (!actions[action].asksFirst) expect(isComplete, action).toBe(true);
    }
    expect(actionPayload.safeParse({ action: 'respond' }).success).toBe(false);
    expect(actionPayload.safeParse({ action: 'attach' }).success).toBe(false);
  });

  it('do not compile without one of their parts', () => {
    const { on, decide, ...parts } = actions.unsuppress;
    expect([on, decide]).toHaveLength(2);
    // @ts-expect-error The decision is missing.
    defineAction<Unsuppress>().onSuppression(parts);
    // @ts-expect-error The undo is missing.
    const request: typeof parts.request = {
      payload: () => ({}),
      toCommand: parts.request.toCommand,
    };
    expect(request).toBeDefined();
  });

  it('make commands of requests: a ticket needs a signal', () => {
    const request = { actor: aLead, assignee: aLead, now: '2026-03-02T08:00:00.000Z' };
    const respond = actionPayload.parse({ action: 'respond', notes: ' done ' });
    expect(toCommand(respond, signal, request)).toEqual({
      action: 'respond',
      signal,
      notes: 'done',
    });
    expect(toCommand(respond, 'room', request)).toBeNull();
    const suppress = actionPayload.parse({ action: 'suppress' });
    expect(toCommand(suppress, 'room', request)).toEqual({
      action: 'suppress',
      signal: 'room',
      until: { kind: 'time', at: '2026-03-03T08:00:00.000Z' },
      reason: '',
    });
    expect(toCommand({ action: 'unassign' }, signal, request)).toMatchObject({ from: aLead.id });
  });

  it('have a sentence for the result', () => {
    const { room } = enrolled();
    const command = { action: 'unsuppress', signal } as const;
    const payload = { action: 'unsuppress' } as const;
    const done = { actor: aLead, room, signal, label: 'Microphone', changes: [] } as const;
    expect(formatDone({ ...done, command, payload, rules: defaultRules })).toBe(
      'The suppression of Microphone is lifted.',
    );
  });
});

describe('why an action is not possible', () => {
  const code = (scenario: Scenario, action: ActionName, target: Target, person = aManager) =>
    whyNot(person, action, scenario.room, target, defaultRules)?.code ?? null;
  const open = enrolled().reads(signal, 'unhealthy').passes(15);

  it('is the role, the lifecycle or a rule', () => {
    expect(code(open, 'respond', signal)).toBeNull();
    expect(code(open, 'suppress', signal, aTechnician)).toBe('notPermitted');
    expect(code(open, 'respond', 'camera')).toBe('noIncident');
    expect(code(open, 'unsuppress', signal)).toBe('notSuppressed');
    expect(code(open, 'resolve', signal)).toBe('telemetryResolves');
    expect(code(open, 'unassign', signal)).toBe('notAssigned');
    expect(code(open, 'respond', 'room')).toBe('signalUnknown');
    const mine = open.does({ action: 'assign', signal, to: aManager });
    expect(code(mine, 'assign', signal)).toBe('alreadyAssigned');
    expect(code(mine, 'assign', signal, aLead)).toBeNull();
  });

  it('of the whole room, depends on its suppression and its enrolment', () => {
    expect(code(open, 'enrol', 'room')).toBe('alreadyEnrolled');
    const until = { kind: 'lifted' } as const;
    const suppressed = open.does({ action: 'suppress', signal: 'room', until, reason: '' });
    expect(code(suppressed, 'suppress', 'room')).toBe('alreadySuppressed');
    expect(code(suppressed, 'unsuppress', 'room')).toBeNull();
    const retired = open.does({ action: 'retire' });
    expect(code(retired, 'suppress', signal)).toBe('alreadyRetired');
    expect(allowedRoomActions(retired.room, aManager, defaultRules)).toEqual(['enrol']);
  });
});
