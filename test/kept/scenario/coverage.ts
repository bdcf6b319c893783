/** What a kept database has of every kind of document, change, status and step, and what it lacks. */
import { type LifecycleAction, lifecycle, type TicketStatus } from '@rooms-pro/core';
import { documentKinds } from '@rooms-pro/store';
import { knownChangeTypes } from '../../../store/src/schemas/event.ts';
import type { Line } from '../rows.ts';

type Change = { readonly type: string; readonly signal?: string; readonly state?: TicketStatus };

/** The step of the lifecycle that a change records. */
const actionOf: Readonly<Record<string, LifecycleAction>> = {
  'incident.opened': 'open',
  'incident.reactivated': 'reactivate',
  'incident.investigating': 'investigate',
  'remediation.started': 'remediate',
  'incident.needsAction': 'needAction',
  'incident.escalated': 'escalate',
  'incident.responded': 'respond',
  'message.posted': 'message',
  'attachment.added': 'attach',
  'attachment.removed': 'removeAttachment',
  'incident.assigned': 'assign',
  'incident.unassigned': 'unassign',
  'signal.suppressed': 'suppress',
  'signal.suppressionChanged': 'changeSuppression',
  'signal.unsuppressed': 'unsuppress',
  'incident.resolved': 'resolve',
  'ticket.closed': 'close',
};

const statusAfter: Readonly<Record<string, TicketStatus>> = {
  'incident.investigating': 'systemInvestigating',
  'incident.needsAction': 'needsAction',
  'incident.resolved': 'resolved',
  'ticket.closed': 'closed',
};

/** Counts of documents, changes, statuses and steps, one line each, with the names of those that are missing. */
export function findGaps(lines: readonly Line[]): string[] {
  const kinds = new Set(lines.flatMap((line) => (line.table === 'documents' ? [line.kind] : [])));
  const changes = new Set<string>();
  const statuses = new Set<string>();
  const steps = new Set<string>();
  const tickets = new Map<string, TicketStatus>();
  for (const line of lines) {
    if (line.table === 'rooms')
      for (const { ticket } of Object.values(line.body['signals'] as object))
        statuses.add(ticket === null ? 'unopened' : ticket.status);
    if (line.table !== 'events') continue;
    for (const change of line.body['changes'] as Change[]) {
      changes.add(change.type);
      const key = `${line.roomId} ${change.signal}`;
      const before = tickets.get(key) ?? 'unopened';
      const action = actionOf[change.type];
      if (action) steps.add(`${before} ${action}`);
      const after = statusAfter[change.type] ?? change.state;
      if (action && after) tickets.set(key, after);
    }
  }
  const wanted = Object.entries(lifecycle).flatMap(([action, { moves }]) =>
    Object.keys(moves).map((status) => `${status} ${action}`),
  );
  return [
    report('kinds of documents', documentKinds, kinds),
    report('types of changes', [...knownChangeTypes], changes),
    report(
      'statuses',
      ['unopened', 'systemInvestigating', 'needsAction', 'resolved', 'closed'],
      statuses,
    ),
    report('steps of the lifecycle', wanted, steps),
  ];
}

function report(what: string, wanted: readonly string[], found: ReadonlySet<string>): string {
  const missing = wanted.filter((one) => !found.has(one));
  const rest = missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`;
  return `${what}: ${wanted.length - missing.length} of ${wanted.length}${rest}`;
}
