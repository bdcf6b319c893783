/** The commands on attachments: checked before the upload, committed after it. */
import { randomUUID } from 'node:crypto';
import {
  advance,
  attachmentChanges,
  type Command,
  findRecord,
  formatRejection,
  formatZonedTime,
  type Instant,
  type Person,
  type Rejection,
  type Room,
  type RoomEvent,
  type Rules,
  rulesFor,
  signalLabel,
  type Ticket,
} from '@rooms-pro/core';
import { changeRoom, type Store } from '@rooms-pro/store';
import { AppError } from '../../appError.ts';
import type { Log } from '../../log.ts';
import { notFound } from '../http/httpErrors.ts';
import type { RequestedTicket } from '../tickets/requestedTicket.ts';

export type AttachingDeps = {
  readonly store: Store;
  readonly rules: () => Rules;
  readonly now: () => Instant;
  readonly log: Log;
};

/** A command on the attachments of one ticket. */
export type AttachingCommand = Extract<Command, { action: 'attach' | 'removeAttachment' }>;

const historyAsked = 500;

/** Throws the reason if the command would be rejected, as far as the room in memory shows it. */
export async function assertAllowed(
  asked: RequestedTicket,
  actor: Person,
  command: AttachingCommand,
  deps: AttachingDeps,
): Promise<void> {
  const input = { kind: 'command', actor, command } as const;
  const advanced = advance(asked.room, input, deps.rules(), deps.now());
  if (!advanced.ok) throw await refused(advanced.rejection, asked, command, deps);
}

/**
 * Commits the command. Returns the room and the ticket after it, or throws the reason of the
 * rejection.
 */
export async function commit(
  asked: RequestedTicket,
  actor: Person,
  command: AttachingCommand,
  deps: AttachingDeps,
): Promise<{ readonly room: Room; readonly ticket: Ticket }> {
  const { store, rules, now, log } = deps;
  const correlationId = randomUUID();
  const { advanced, stored } = await changeRoom(store, rules(), {
    roomId: asked.room.id,
    input: { kind: 'command', actor, command },
    via: 'tab',
    correlationId,
    now: now(),
  });
  const code = advanced.ok ? 'done' : advanced.rejection.code;
  const fields = { action: command.action, code, correlationId };
  log.info(advanced.ok ? 'command.done' : 'command.refused', fields);
  const after = stored?.value;
  const isDone = advanced.ok || (after !== undefined && isThere(after, actor, command));
  if (!isDone) throw await refused(advanced.rejection, asked, command, deps);
  const room = after ?? (advanced.ok ? advanced.room : asked.room);
  return { room, ticket: findRecord(room, command.signal).ticket ?? asked.ticket };
}

/** An earlier request of the same upload has attached the file. */
function isThere(room: Room, actor: Person, command: AttachingCommand): boolean {
  if (command.action !== 'attach') return false;
  const attachments = findRecord(room, command.signal).ticket?.attachments ?? [];
  return attachmentChanges(attachments, actor, command.attachment.upload) !== undefined;
}

/** The subject of the ticket in words: `Display 1 in 4.12 Amber`. */
export function labelIn({ room, signal }: RequestedTicket, rules: Rules): string {
  return `${signalLabel(rulesFor(rules, room), signal)} in ${room.name}`;
}

async function refused(
  rejection: Rejection,
  asked: RequestedTicket,
  command: AttachingCommand,
  deps: AttachingDeps,
): Promise<AppError> {
  const { code } = rejection;
  const label = labelIn(asked, deps.rules());
  const { room, signal } = asked;
  if (code === 'attachmentGone' && command.action === 'removeAttachment') {
    const events = await deps.store.history(room.id, { signal, limit: historyAsked });
    const sentence = sayWhoRemoved(events, command.id, label, room.timeZone);
    return sentence === null ? notFound('such attachment') : conflict(code, sentence);
  }
  const sentence = formatRejection(rejection, { label, timeZone: room.timeZone });
  return code === 'notPermitted'
    ? new AppError(sentence, { code, status: 403 })
    : conflict(code, sentence);
}

function conflict(code: string, sentence: string): AppError {
  return new AppError(sentence, { code, status: 409 });
}

/**
 * The person who removed the attachment earlier; `null`: no person removed it, so it never existed.
 */
function sayWhoRemoved(
  events: readonly RoomEvent[],
  id: string,
  label: string,
  timeZone: string,
): string | null {
  for (const { changes, by, at } of events) {
    for (const change of changes) {
      if (change.type !== 'attachment.removed' || change.id !== id) continue;
      const who = by === 'platform' ? 'The platform' : by.name;
      return `${who} already removed ${change.name} from ${label} at ${formatZonedTime(at, timeZone)}. Nothing was changed.`;
    }
  }
  return null;
}
