/** Report a problem: a person reports what does not work in a room, for example “no sound”. */

import type { Room } from '../../../room.ts';
import { ruleFor } from '../../../signals/rules/defaultRules.ts';
import type { Rules } from '../../../signals/rules/rule.ts';
import { setState } from '../../../signals/state/stateHistory.ts';
import { formatDuration, formatUntil } from '../../../wording/time.ts';
import { addChange, withParts } from '../../draft.ts';
import { effectiveSuppression, findOpenTicket, findRecord } from '../../ticketState.ts';
import { defineAction } from '../action.ts';
import { textFault } from '../inputFaults.ts';
import { postMessage } from '../work/message.ts';

export type Report = { readonly action: 'report'; readonly what: string };

export const report = defineAction<Report>().onRoom({
  needsRole: 'technician',
  whenRetired: 'refused',
  label: 'Report a problem',
  phrase: 'report problems',
  past: (what) => `reported a problem in ${what}`,
  asksFirst: true,
  isForMany: true,
  buttonAt: 'actions',
  request: {
    payload: ({ text }) => ({ what: text }),
    toCommand: ({ what }) => ({ action: 'report', what }),
    formatDone: ({ room, rules }) => formatReported(room, rules),
    // People have been notified.
    undo: () => null,
  },
  fault: ({ what }) => textFault('report', what),
  /** The signal `reported` becomes unhealthy. While its incident is open, further reports are messages on its ticket. */
  decide({ what }, { draft, now }) {
    const { room } = draft;
    const record = findRecord(room, 'reported');
    const ticket = findOpenTicket(record);
    if (ticket) return postMessage(draft, 'reported', ticket, what);
    const before = record.state === 'unknown' ? null : record.state;
    const detail = what.trim();
    const unhealthy = setState(record, 'unhealthy', now, now);
    const reported = withParts(room, 'reported', { ...unhealthy, detail, observedAt: now });
    return addChange(draft, reported, {
      type: 'reading.changed',
      signal: 'reported',
      before,
      after: 'unhealthy',
      detail,
      observedAt: now,
    });
  },
});

/** A report is always stored. It notifies people only when its incident is open and not suppressed. */
function formatReported(room: Room, rules: Rules): string {
  const suppression = effectiveSuppression(room, 'reported');
  if (findOpenTicket(findRecord(room, 'reported')) !== null && suppression === null) {
    return `The problem in ${room.name} is reported. The people who look after the room are notified.`;
  }
  const recorded = `The problem in ${room.name} is recorded, but no one is notified`;
  const rule = ruleFor(rules, 'reported');
  if (!rule.isOn) return `${recorded}: the rule for reports is switched off.`;
  if (room.enrolment === 'onboarding') return `${recorded}: the room is still being set up.`;
  if (suppression) {
    const what = suppression.scope === 'room' ? 'the room is' : 'reports of this room are';
    const end = formatUntil(suppression.until, { named: room.timeZone });
    return `${recorded}: ${what} suppressed by ${suppression.by.name} ${end}.`;
  }
  return `${recorded} until it has lasted for ${formatDuration(rule.opensAfterMs)}.`;
}
