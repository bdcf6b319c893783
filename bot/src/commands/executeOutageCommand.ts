/** A person's command on an outage: one decision for all its rooms, written into its document. */
import {
  type Command,
  decideOutage,
  findSubnet,
  findUndo,
  formatRejection,
  type Instant,
  maySee,
  type Outage,
  type OutageAction,
  type OutageCommand,
  type OutageId,
  outageActions,
  outageAt,
  outagePlaceName,
  outageRoleRejection,
  type Person,
  type Rejection,
  type Room,
  toCommand,
  workOnOutage,
} from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';
import type { OutageRepository } from '@rooms-pro/store';
import type { Fleet } from '../fleet/fleet.ts';
import { findAssignee, unknownAssignee } from './assignee.ts';
import type { ActRequest, CommandResult } from './commandRequest.ts';

export type OutageDeps = {
  readonly fleet: Pick<Fleet, 'all' | 'outage' | 'ongoingOutage' | 'outageWorked'>;
  readonly repository: Pick<OutageRepository, 'byId' | 'load' | 'change'>;
  readonly now: () => Instant;
  /** The people to whom an outage may be assigned, besides the actor. */
  readonly assignable: () => readonly Person[];
  /** Signals the change of the document to other processes. */
  readonly tellOthers?: () => Promise<void>;
};

/** An outage, with those of its rooms that a person may see. */
export type SeenOutage = { readonly outage: Outage; readonly rooms: readonly Room[] };

/** The part of an outage that this person may see; `null`: it does not exist, or they may not see any of its rooms. */
export async function outageForPerson(
  id: OutageId,
  person: Person,
  { fleet, repository }: Pick<OutageDeps, 'fleet' | 'repository'>,
): Promise<SeenOutage | null> {
  const rooms = fleet.ongoingOutage(id).entries.map(({ room }) => room);
  const known = repository.byId(id);
  // Only the store has the end of an outage and an outage from another process.
  if (known === null || (rooms.length === 0 && known.endedAt === null)) await repository.load();
  const outage = repository.byId(id);
  if (outage === null) return null;
  const seen = rooms.filter((room) => maySee(person, room));
  if (seen.length > 0) return { outage, rooms: seen };
  return rooms.length === 0 && maySeePlace(outage, person, fleet) ? { outage, rooms: [] } : null;
}

/** Recovered rooms no longer name their outage, so this finds its rooms by its place. */
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

/** Executes a command on an outage. A rejected command changes nothing and returns the reason. */
export async function actOnOutage(
  { actor, via, action }: Pick<ActRequest, 'actor' | 'via' | 'action'>,
  id: OutageId,
  deps: OutageDeps,
): Promise<CommandResult> {
  const seen = await outageForPerson(id, actor, deps);
  if (seen === null) return refuse(unknownOutage(id, actor), 'unknownTarget', null);
  const { rooms } = seen;
  const label = `The outage in ${outagePlaceName(seen.outage)}`;
  const now = deps.now();
  const assignee = findAssignee(action, actor, deps.assignable());
  if (assignee === null) return refuse(unknownAssignee, 'unknownTarget', id);
  const command = commandFor(action, actor, assignee, now);
  if (command === null) return refuse(notOnOutage, 'unknownTarget', id);
  // `decideOutage` checks the actor's own right and has its own sentence.
  const isOther = assignee.id !== actor.id && rooms.length > 0;
  if (isOther && outageRoleRejection(assignee, 'assign', rooms) !== null) {
    return refuse(
      `${assignee.name} cannot take on ${lowerArticle(label)}: that needs the role Technician for a group of one of its rooms. Nothing was changed.`,
      'unknownTarget',
      id,
    );
  }
  let rejection: Rejection | null = null;
  const changed = await deps.repository.change(id, (outage) => {
    const decided = decideOutage(outage, command, rooms, { person: actor, via, now });
    rejection = 'code' in decided ? decided : null;
    return 'code' in decided ? null : decided;
  });
  if (changed === null) return refuse(unknownOutage(id, actor), 'unknownTarget', null);
  const refused = rejection as Rejection | null;
  if (refused !== null) return rejected(refused, id, { label, rooms });
  await deps.tellOthers?.();
  deps.fleet.outageWorked(id);
  const undo = undoOnOutage(action, actor, changed, now);
  return {
    ok: true,
    sentence: formatOutageResult(command, label, actor, changed),
    code: 'done',
    room: null,
    signal: null,
    outage: id,
    ...(undo ? { undo } : {}),
  };
}

/** The action that reverses this one; `null`: nothing can be undone. The last entry names the former assignee. */
function undoOnOutage(
  action: ActionPayload,
  actor: Person,
  outage: Outage,
  now: Instant,
): ActionPayload | null {
  const last = workOnOutage(outage).entries.at(-1);
  const assignee = last && last.type !== 'responded' ? last.before : null;
  const before = { assignee, suppression: null, profile: null };
  return findUndo(action, { actorId: actor.id, before, now });
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

function unknownOutage(id: OutageId, { role }: Person): string {
  return role === 'manager'
    ? `There is no ${id}. Check the number.`
    : `There is no ${id} that you can see. Check the number, or ask a Manager for access.`;
}

/** The outage command for an action: the command on a ticket, without its signal; `null`: outages do not support it. */
function commandFor(
  action: ActionPayload,
  actor: Person,
  assignee: Person,
  now: Instant,
): OutageCommand | null {
  const command = toCommand(action, 'connection', { actor, assignee, now });
  if (command === null || !isOnOutage(command)) return null;
  const { signal: _, ...onOutage } = command;
  return onOutage;
}

function isOnOutage(command: Command): command is Extract<Command, { action: OutageAction }> {
  return outageActions.some((action) => action === command.action);
}

const notOnOutage =
  'That is done on a room or on one of its tickets, not on an outage as a whole. Nothing was changed.';

function lowerArticle(label: string): string {
  return label.replace(/^The/, 'the');
}

function formatOutageResult(
  command: OutageCommand,
  label: string,
  actor: Person,
  outage: Outage,
): string {
  switch (command.action) {
    case 'respond':
      return `Your response on ${lowerArticle(label)} is recorded. It ends when its rooms are back.`;
    case 'unassign':
      return `${label} is handed back. It is not assigned now.`;
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
