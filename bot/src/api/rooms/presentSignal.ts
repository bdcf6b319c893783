/** One signal of a room as the tab shows it. */
import {
  allowedActions,
  effectiveSuppression,
  findRecord,
  formatReporter,
  isWatched,
  lastUpdate,
  type Person,
  type Room,
  type Rules,
  ruleFor,
  type SignalId,
  signalLabel,
  sourceFacts,
  sourcesFor,
  ticketStatus,
} from '@rooms-pro/core';
import type { SignalRow } from '@rooms-pro/core/contracts';

/** The state of the signal, its ticket, and the actions that this person may take. */
export function presentSignal(
  room: Room,
  signal: SignalId,
  person: Person,
  rules: Rules,
): SignalRow {
  const record = findRecord(room, signal);
  const rule = ruleFor(rules, signal);
  const isKnown = record.state !== 'unknown';
  return {
    signal,
    label: signalLabel(rules, signal),
    category: rule.category,
    severity: record.ticket?.severity ?? rule.severity,
    state: record.state,
    detail: record.detail,
    isWatched: isWatched(room, signal),
    sources: sourcesFor(room, signal).map((source) => sourceFacts[source].label),
    since: isKnown ? record.since : null,
    ticket: record.ticket?.number ?? null,
    status: ticketStatus(record),
    updatedAt: record.ticket && lastUpdate(record.ticket),
    isMisconfiguration: rule.isMisconfiguration,
    suppression: effectiveSuppression(room, signal),
    others: record.others
      // For the connection, only the report that a device is offline adds information to the state.
      .filter(({ state }) => signal !== 'connection' || state === 'unhealthy')
      .map(({ device, state, detail }) => ({ device: formatReporter(device), state, detail })),
    actions: allowedActions(room, signal, person, rules),
  };
}
