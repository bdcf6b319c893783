/**
 * Describes documents in quarantine for managers: the kind of each document, why it cannot be used, and
 * the effect.
 */
import type { Instant } from '@rooms-pro/core';
import type { QuarantineAnswer, UnreadableRow } from '@rooms-pro/core/contracts';
import type { Quarantine, StoredKind, Unreadable } from '@rooms-pro/store';

const maxShown = 200;

/** The name of each kind of document, and the effect while a document cannot be read. */
const kinds: Readonly<Record<StoredKind, readonly [name: string, effect: string]>> = {
  room: [
    'Room',
    'The room is not shown and opens no incident. Its devices store their telemetry and send it again later.',
  ],
  event: ['Event of a room', 'This line is missing in the history of the room.'],
  counter: [
    'Counter',
    'No new room or outage gets a number, so none is created. Rooms that exist work as before.',
  ],
  key: ['Key', 'The key is rejected. Its device stores its telemetry.'],
  enrolmentCode: ['Enrolment code', 'The code cannot be used.'],
  device: [
    'Device',
    'Telemetry of the device is not accepted. The device stores it and sends it again later.',
  ],
  lastSeen: [
    'Times of last telemetry',
    'The platform replaces this document within minutes, as soon as its rooms send telemetry.',
  ],
  conversation: [
    'Conversation',
    'The conversation gets no new cards until someone writes to the bot there.',
  ],
  subscription: ['Subscription', 'The conversation gets no new cards.'],
  posts: [
    'Posted cards',
    'The bot posts and edits no cards about this room or outage, because each would appear twice.',
  ],
  person: ['Person', 'Nothing depends on this document.'],
  setting: ['Setting', 'The setting is not in force. Nothing can be saved over it.'],
  outage: [
    'Outage',
    'Rooms at this place disconnect one by one. Cards of the outage stay as they are.',
  ],
  lease: ['Lease', 'The platform replaces this document within a minute.'],
  setAside: ['Telemetry that was set aside', 'This example cannot be shown.'],
};

/** Settings with a more specific name and effect. */
const settings: Readonly<Record<string, readonly [name: string, effect: string]>> = {
  rules: ['Rules', 'The rules that the product starts with are in force. Rules cannot be saved.'],
  rulesChange: ['Last change of the rules', 'Settings do not show who changed the rules last.'],
  peopleBook: [
    'People',
    'After a start, only the Managers that the deployment names have access. People cannot be saved.',
  ],
  waitingPeople: ['People who wait for access', 'The list of people who wait is empty.'],
};

/** The response for the tab: the first 200 documents, in the order in which they were found. */
export function presentQuarantine(
  quarantine: Pick<Quarantine, 'size' | 'list'>,
  confirmedAt: Instant,
): QuarantineAnswer {
  const rows = quarantine.list().slice(0, maxShown).map(presentRow);
  return { total: quarantine.size, rows, confirmedAt };
}

function presentRow({ kind, id, where, reason, since }: Unreadable): UnreadableRow {
  const specific = kind === 'setting' && Object.hasOwn(settings, id) ? settings[id] : undefined;
  const [name, effect] = specific ?? kinds[kind];
  const fault = `${where === '' ? 'It' : where} ${reason}.`;
  return { kind, id, name, fault, effect, since };
}
