/** A person's command on an outage: one decision for all its rooms, written into its document. */
import {
  decideOutage,
  findSubnet,
  formatRejection,
  type Instant,
  mayDoOnOutage,
  maySee,
  type Outage,
  type OutageCommand,
  type OutageId,
  outageAt,
  outagePlaceName,
  type Person,
  type Rejection,
  type Room,
  workOnOutage,
} from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';
import type { OutageRepository } from '@rooms-pro/store';
import type { Fleet } from '../fleet/fleet.ts';
import type { ActRequest, CommandResult } from './executeCommand.ts';

export type OutageDeps = {
  readonly fleet: Pick<Fleet, 'all' | 'outage' | 'ongoingOutage' | 'outageWorked'>;
  readonly book: Pick<OutageRepository, 'byId' | 'load' | 'change'>;
  readonly now: () => Instant;
  /** Whom an outage may be assigned to beside the person who asks. */
  readonly assignable: () => readonly Person[];
  /** Tells other processes that the document was changed. */
  readonly tellOthers?: () => Promise<void>;
};

/** An outage, with those of its rooms that a person may see. */
export type SeenOutage = { readonly outage: Outage; readonly rooms: readonly Room[] };

/** What this person may see of an outage; `null`: there is no such outage, or they may see no room of it. */
export async function outageForPerson(
  id: OutageId,
  person: Person,
  { fleet, book }: Pick<OutageDeps, 'fleet' | 'book'>,
): Promise<SeenOutage | null> {
  const rooms = fleet.ongoingOutage(id).entries.map(({ room }) => room);
  const known = book.byId(id);
  // Its end, and an outage that another process began, are known from the store alone.
  if (known === null || (rooms.length === 0 && known.endedAt === null)) await book.load();
  const outage = book.byId(id);
  if (outage === null) return null;
  const seen = rooms.filter((room) => maySee(person, room));
  if (seen.length > 0) return { outage, rooms: seen };
  return rooms.length === 0 && maySeePlace(outage, person, fleet) ? { outage, rooms: [] } : null;
}

/** Rooms that are back do not name their outage any more: its place says whom it concerned. */
function maySeePlace(outage: Outage, person: Person, { all }: Pick<Fleet, 'all'>): boolean {
  for (const room of all()) {
    const { id: roomId, building, floor, devices } = room;
    const address = devices.find((device) => device.address !== null)?.address ?? null;
    const subnet = address === null ? null : findSubnet(address);
    const isThere = outageAt({ roomId, building, floor, subnet }, [outage]) !== null;
    if (isThere && maySee(person, room)) return true;
  }
  return false;
}

/** Does what a person wants done with an outage, or tells why nothing was changed. */
export async function actOnOutage(
  { actor, via, action }: Pick<ActRequest, 'actor' | 'via' | 'action'>,
  id: OutageId,
  deps: OutageDeps,
): Promise<CommandResult> {
  const seen = await outageForPerson(id, actor, deps);
  if (seen === null) return refuse(sayUnknown(id, actor), 'unknownTarget', null);
  const { rooms } = seen;
  const label = `The outage in ${outagePlaceName(seen.outage)}`;
  const commanded = commandFor(action, actor, deps.assignable());
  if (typeof commanded === 'string') return refuse(commanded, 'unknownTarget', id);
  const { command, assignee } = commanded;
  if (rooms.length > 0 && assignee && !mayDoOnOutage(assignee, 'assign', rooms)) {
    return refuse(
      `${assignee.name} cannot take on ${inSentence(label)}: that needs the role Technician for a group of one of its rooms. Nothing was changed.`,
      'unknownTarget',
      id,
    );
  }
  const now = deps.now();
  let rejection: Rejection | null = null;
  const changed = await deps.book.change(id, (outage) => {
    const decided = decideOutage(outage, command, rooms, { person: actor, via, now });
    rejection = 'code' in decided ? decided : null;
    return 'code' in decided ? null : decided;
  });
  if (changed === null) return refuse(sayUnknown(id, actor), 'unknownTarget', null);
  const refused = rejection as Rejection | null;
  if (refused !== null) return rejected(refused, id, { label, rooms });
  await deps.tellOthers?.();
  deps.fleet.outageWorked(id);
  return {
    ok: true,
    sentence: sayOutageDone(command, label, actor, changed),
    code: 'done',
    room: null,
    signal: null,
    outage: id,
  };
}

function rejected(
  rejection: Rejection,
  id: OutageId,
  { label, rooms }: { readonly label: string; readonly rooms: readonly Room[] },
): CommandResult {
  const timeZone = rooms[0]?.timeZone ?? 'UTC';
  const where = 'one of its rooms';
  const refused = refuse(
    formatRejection(rejection, { label, timeZone, where }),
    rejection.code,
    id,
  );
  if (rejection.code !== 'assignedToOther') return refused;
  return { ...refused, holder: { assignee: rejection.to, since: rejection.since } };
}

function refuse(
  sentence: string,
  code: CommandResult['code'],
  outage: OutageId | null,
): CommandResult {
  return { ok: false, sentence, code, room: null, signal: null, ...(outage ? { outage } : {}) };
}

function sayUnknown(id: OutageId, { role }: Person): string {
  return role === 'manager'
    ? `There is no ${id}. Check the number.`
    : `There is no ${id} that you can see. Check the number, or ask a Manager for access.`;
}

type Commanded = { readonly command: OutageCommand; readonly assignee: Person | null };

/** The command that a wire action means for an outage, or a sentence where it makes no sense there. */
function commandFor(
  wire: ActionPayload,
  actor: Person,
  people: readonly Person[],
): Commanded | string {
  switch (wire.action) {
    case 'respond':
      return { command: { action: 'respond', notes: wire.notes }, assignee: null };
    case 'unassign':
      return { command: { action: 'unassign', from: wire.from ?? actor.id }, assignee: null };
    case 'assign': {
      const isOwn = wire.to === undefined || wire.to === actor.id;
      const assignee = isOwn ? actor : people.find(({ id }) => id === wire.to);
      if (!assignee) return 'There is no such person to assign it to. Nothing was changed.';
      const to = { id: assignee.id, name: assignee.name };
      const command = { action: 'assign', to, takeOverFrom: wire.takeOverFrom } as const;
      // For oneself the policy answers in its own words.
      return { command, assignee: isOwn ? null : assignee };
    }
    default:
      return 'That is done on a room or on one of its tickets, not on an outage as a whole. Nothing was changed.';
  }
}

function inSentence(label: string): string {
  return label.replace(/^The/, 'the');
}

function sayOutageDone(
  command: OutageCommand,
  label: string,
  actor: Person,
  outage: Outage,
): string {
  switch (command.action) {
    case 'respond':
      return `Your response on ${inSentence(label)} is recorded. It ends when its rooms are back.`;
    case 'unassign':
      return `${label} is handed back; nobody is on it now.`;
    case 'assign': {
      const whose = command.to.id === actor.id ? 'you' : command.to.name;
      const last = workOnOutage(outage).entries.at(-1);
      const before = last?.type === 'assigned' ? last.before : null;
      return before === null
        ? `${label} is assigned to ${whose}.`
        : `${label} is assigned to ${whose}, taken over from ${before.name}.`;
    }
  }
}
