import { describe, expect, it } from 'vitest';
import { defaultTicket } from '../defaults.ts';
import type { Attached, Room, SignalRecord, Suppression } from '../room.ts';
import { defaultRules } from '../signals/rules/defaultRules.ts';
import { newDevice } from '../signals/state/applyFacts.ts';
import { type SignalId, type TicketStatus, ticketStatuses } from '../words.ts';
import { allowedActions } from './allowedActions.ts';
import { decide, type Transition } from './decide.ts';
import { type LifecycleAction, lifecycle, lifecycleActions, mayMove } from './lifecycle.ts';
import { aLead, aManager, aTechnician, aViewer, enrolled, start } from './scenario.suite.ts';
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

const moves: Readonly<Record<LifecycleAction, Transition>> = {
  open: { action: 'open', because: 'b' },
  reactivate: { action: 'reactivate', because: 'b' },
  investigate: { action: 'investigate' },
  needAction: { action: 'needAction', because: 'b' },
  escalate: { action: 'escalate', because: 'b' },
  respond: { action: 'respond', by, notes: 'n' },
  message: { action: 'message', text: 't' },
  attach: { action: 'attach', attached: { ...attached, id: 'another' } },
  removeAttachment: { action: 'removeAttachment', id: attached.id },
  assign: { action: 'assign', to: by, takeOverFrom: 'someone' },
  unassign: { action: 'unassign' },
  suppress: { action: 'suppress', by, until: { kind: 'lifted' }, reason: 'r' },
  changeSuppression: { action: 'changeSuppression', until: { kind: 'recovery' } },
  unsuppress: { action: 'unsuppress' },
  remediate: { action: 'remediate', by, remediation: 'restartApp' },
  resolve: { action: 'resolve', because: 'b' },
  close: { action: 'close' },
};

function roomIn(status: TicketStatus, isSuppressed: boolean): Room {
  const record: SignalRecord = {
    ...unknownRecord,
    state: 'unhealthy',
    suppression: isSuppressed ? suppression : null,
    ticket:
      status === 'unopened'
        ? null
        : {
            ...defaultTicket,
            number: '1042-1',
            status,
            episode: 2,
            activation: 1,
            severity: 'warning',
            openedAt: start,
            activatedAt: start,
            resolvedAt: status === 'resolved' || status === 'closed' ? start : null,
            resolvedBecause: null,
            reason: { sentence: 's', ruleVersion: '1' },
            investigatesUntil: null,
            escalatesAt: null,
            assignee: { id: 'someone', name: 'Someone' },
            response: null,
            messageCount: 0,
            attachments: [attached],
          },
  };
  const devices = [{ ...newDevice('dev-1'), meeting: { inMeeting: false, at: start } }];
  return { ...enrolled().room, devices, ticketCount: 1, signals: { [signal]: record } };
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
    const decided = decide(moves[action], { room, signal, rules: defaultRules, now: start });
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
