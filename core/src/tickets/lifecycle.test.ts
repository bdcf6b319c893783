import { aTicket } from '@rooms-pro/testing/builders';
import { describe, expect, it } from 'vitest';
import { instantAfter } from '../instant.ts';
import type { Attached, Room, SignalRecord, Suppression } from '../room.ts';
import { defaultRules, ruleFor } from '../signals/rules/defaultRules.ts';
import type { Rules } from '../signals/rules/rule.ts';
import { newDevice } from '../signals/state/applyFacts.ts';
import { type SignalId, type TicketStatus, ticketStatuses } from '../words.ts';
import type { Command, SignalAction } from './actions/actions.ts';
import { allowedActions } from './actions/whyNot.ts';
import { decideCommand } from './commands/applyCommand.ts';
import { type LifecycleAction, lifecycle, lifecycleActions } from './lifecycle.ts';
import { aLead, aManager, aTechnician, aViewer, enrolled, start } from './scenario.suite.ts';
import { type Decided, decide } from './settle.ts';
import { newSuppression } from './suppression.ts';
import { findRecord, ticketStatus, unknownRecord } from './ticketState.ts';

const signal: SignalId = 'conference-microphone';
const by = { id: 'x', name: 'X' };
const suppression: Suppression = newSuppression({
  by,
  at: start,
  until: { kind: 'lifted' },
  reason: 'works',
});

const attached: Attached = {
  id: 'one',
  name: 'photo.png',
  sizeBytes: 7,
  preview: 'image',
  at: start,
  by,
  via: 'tab',
};

const commands: Readonly<Record<SignalAction, Command>> = {
  investigate: { action: 'investigate', signal },
  respond: { action: 'respond', signal, notes: 'n' },
  message: { action: 'message', signal, text: 't' },
  attach: { action: 'attach', signal, attachment: { ...attached, id: 'another' } },
  removeAttachment: { action: 'removeAttachment', signal, id: attached.id },
  assign: { action: 'assign', signal, to: by, takeOverFrom: 'someone' },
  unassign: { action: 'unassign', signal },
  suppress: { action: 'suppress', signal, until: { kind: 'lifted' }, reason: 'r' },
  changeSuppression: {
    action: 'changeSuppression',
    signal,
    until: { kind: 'time', at: instantAfter(start, 60_000) },
  },
  unsuppress: { action: 'unsuppress', signal },
  remediate: { action: 'remediate', signal, remediation: 'restartApp' },
  resolve: { action: 'resolve', signal, reason: 'r' },
};

/** The result of a person's action, or of a step of the platform, in this room. */
function play(action: LifecycleAction, room: Room): Decided {
  if (!(action in commands)) {
    const step = action === 'close' ? { action } : { action: action as 'open', because: 'b' };
    return decide(step, { room, signal, rules, now: start });
  }
  const command = commands[action as SignalAction];
  const decided = decideCommand({ room, changes: [] }, command, aManager, rules, start);
  return 'code' in decided ? { ok: false, rejection: decided } : { ok: true, ...decided };
}

/** A person resolves only what no telemetry resolves. */
const rules: Rules = {
  ...defaultRules,
  byType: {
    ...defaultRules.byType,
    [signal]: { ...ruleFor(defaultRules, signal), resolvedBy: 'person' },
  },
};

function roomIn(status: TicketStatus, isSuppressed: boolean): Room {
  const record: SignalRecord = {
    ...unknownRecord,
    state: 'unhealthy',
    suppression: isSuppressed ? suppression : null,
    ticket:
      status === 'unopened'
        ? null
        : aTicket({
            number: '1042-1',
            status,
            episode: 2,
            severity: 'warning',
            openedAt: start,
            assignee: { id: 'someone', name: 'Someone' },
            attachments: [attached],
          }),
  };
  const devices = [{ ...newDevice('dev-1'), meeting: { inMeeting: false, at: start } }];
  return { ...enrolled().room, devices, ticketCount: 1, signals: { [signal]: record } };
}

/** Whether the table lets `action` start from `status`, suppressed or not. */
function mayMove(action: LifecycleAction, status: TicketStatus, isSuppressed: boolean): boolean {
  const { moves, whileSuppressed } = lifecycle[action];
  if (whileSuppressed === 'refused' && isSuppressed) return false;
  if (whileSuppressed === 'required' && !isSuppressed) return false;
  return moves[status] !== undefined;
}

const cells = lifecycleActions.flatMap((action) =>
  ticketStatuses.flatMap((status) =>
    [false, true].map((isSuppressed) => ({ action, status, isSuppressed })),
  ),
);

describe('the lifecycle table', () => {
  it.each(cells)('$action in $status, suppressed $isSuppressed', (cell) => {
    const { action, status, isSuppressed } = cell;
    const room = roomIn(status, isSuppressed);
    const decided = play(action, room);
    expect(decided.ok).toBe(mayMove(action, status, isSuppressed));
    if (!decided.ok) return;
    const after = ticketStatus(findRecord(decided.room, signal));
    expect(lifecycle[action].moves[status]).toContain(after);
    expect(decided.changes).toHaveLength(1);
    expect(findRecord(decided.room, signal).ticket?.number ?? '1042-1').toBe(
      status === 'unopened' && action === 'open' ? '1042-2' : '1042-1',
    );
  });

  it('offers a person exactly what the table and the policy allow', () => {
    for (const { action, status, isSuppressed } of cells) {
      const room = roomIn(status, isSuppressed);
      for (const person of [aViewer, aTechnician, aLead, aManager]) {
        const offered = allowedActions(room, signal, person, defaultRules) as LifecycleAction[];
        if (offered.includes(action)) {
          expect(mayMove(action, status, isSuppressed), `${action} in ${status}`).toBe(true);
        }
      }
      expect(allowedActions(room, signal, aViewer, defaultRules)).toEqual([]);
    }
    const asked = allowedActions(roomIn('needsAction', false), signal, aTechnician, defaultRules);
    expect(asked).toEqual(['respond', 'message', 'attach', 'assign', 'unassign']);
    const leads = allowedActions(roomIn('needsAction', true), signal, aLead, defaultRules);
    expect(leads).toEqual([
      'respond',
      'message',
      'attach',
      'assign',
      'unassign',
      'remediate',
      'changeSuppression',
      'unsuppress',
    ]);
  });
});
