/**
 * The lifecycle of a ticket as one table: `action × status → possible next statuses`.
 * Decisions, the buttons of cards and tab, the diagram in the docs and the tests use this table.
 */
import type { Role, TicketStatus } from '../words.ts';

export const lifecycleActions = [
  'open',
  'reactivate',
  'investigate',
  'remediate',
  'needAction',
  'escalate',
  'respond',
  'message',
  'attach',
  'removeAttachment',
  'assign',
  'unassign',
  'suppress',
  'changeSuppression',
  'unsuppress',
  'resolve',
  'close',
] as const;
export type LifecycleAction = (typeof lifecycleActions)[number];

/** Actions that the screens offer on a ticket. The attachment itself offers its removal. */
export const personActions = [
  'respond',
  'message',
  'attach',
  'assign',
  'unassign',
  'investigate',
  'remediate',
  'resolve',
  'suppress',
  'changeSuppression',
  'unsuppress',
] as const satisfies readonly LifecycleAction[];
export type PersonAction = (typeof personActions)[number];

/** One row of the table. */
export type LifecycleRow = {
  /** By start status, the possible next statuses. Any other status refuses the action. */
  readonly moves: Readonly<Partial<Record<TicketStatus, readonly TicketStatus[]>>>;
  /** `refused`: not while suppressed. `required`: only while suppressed. */
  readonly whileSuppressed: 'allowed' | 'refused' | 'required';
  /** The least role of a person for this action; `null`: only the platform may do it. */
  readonly needsRole: Role | null;
};

const incident = ['systemInvestigating', 'needsAction'] as const;
const stay = {
  systemInvestigating: ['systemInvestigating'],
  needsAction: ['needsAction'],
} as const;
const stayAnywhere = {
  unopened: ['unopened'],
  ...stay,
  resolved: ['resolved'],
  closed: ['closed'],
} as const;
const stayOnceOpened = { ...stay, resolved: ['resolved'], closed: ['closed'] } as const;

/** The table. The rule decides whether `open` and `reactivate` lead to an investigation or to people. */
export const lifecycle: Readonly<Record<LifecycleAction, LifecycleRow>> = {
  open: {
    moves: { unopened: incident, closed: incident },
    whileSuppressed: 'refused',
    needsRole: null,
  },
  reactivate: { moves: { resolved: incident }, whileSuppressed: 'refused', needsRole: null },
  investigate: {
    moves: { needsAction: ['systemInvestigating'] },
    whileSuppressed: 'refused',
    needsRole: 'lead',
  },
  remediate: { moves: stay, whileSuppressed: 'allowed', needsRole: 'lead' },
  needAction: {
    moves: { systemInvestigating: ['needsAction'] },
    whileSuppressed: 'refused',
    needsRole: null,
  },
  escalate: { moves: stay, whileSuppressed: 'refused', needsRole: null },
  respond: { moves: stay, whileSuppressed: 'allowed', needsRole: 'technician' },
  message: { moves: stayOnceOpened, whileSuppressed: 'allowed', needsRole: 'technician' },
  attach: { moves: stayOnceOpened, whileSuppressed: 'allowed', needsRole: 'technician' },
  removeAttachment: {
    moves: stayOnceOpened,
    whileSuppressed: 'allowed',
    // For an attachment of another person: see `mayRemove`.
    needsRole: 'technician',
  },
  assign: { moves: stay, whileSuppressed: 'allowed', needsRole: 'technician' },
  unassign: { moves: stay, whileSuppressed: 'allowed', needsRole: 'technician' },
  suppress: { moves: stayAnywhere, whileSuppressed: 'refused', needsRole: 'lead' },
  changeSuppression: { moves: stayAnywhere, whileSuppressed: 'required', needsRole: 'lead' },
  unsuppress: { moves: stayAnywhere, whileSuppressed: 'required', needsRole: 'lead' },
  resolve: {
    moves: { systemInvestigating: ['resolved'], needsAction: ['resolved'] },
    whileSuppressed: 'allowed',
    // Telemetry resolves; a person resolves only where the rule has no telemetry.
    needsRole: 'technician',
  },
  close: { moves: { resolved: ['closed'] }, whileSuppressed: 'allowed', needsRole: null },
};

/** Whether the table lets `action` start from `status`, suppressed or not. */
export function mayMove(
  action: LifecycleAction,
  status: TicketStatus,
  isSuppressed: boolean,
): boolean {
  const row = lifecycle[action];
  if (row.whileSuppressed === 'refused' && isSuppressed) return false;
  if (row.whileSuppressed === 'required' && !isSuppressed) return false;
  return row.moves[status] !== undefined;
}
