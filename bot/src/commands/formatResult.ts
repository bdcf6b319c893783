/** The result of a command for the person who sent it: a sentence, and the action that reverses the command. */
import {
  type Advanced,
  type Command,
  findUndo,
  formatDone,
  formatRejection,
  type Instant,
  type Person,
  type PersonRef,
  type Rejection,
  type Room,
  type Rules,
  rulesFor,
  type SignalId,
  signalLabel,
  stateBefore,
} from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';

/** A command that was sent, and the room before and after it. */
export type SentCommand = {
  readonly actor: Person;
  readonly action: ActionPayload;
  readonly command: Command;
  readonly before: Room;
  readonly room: Room;
  /** The target signal; `null`: the room. */
  readonly signal: SignalId | null;
  readonly rules: Rules;
  readonly now: Instant;
};

export type FormattedResult = {
  readonly ok: boolean;
  readonly sentence: string;
  readonly code: Rejection['code'] | 'done';
  /** The action that reverses this one on the same target; absent: nothing can be undone. */
  readonly undo?: ActionPayload;
  /** For `assignedToOther`: the assignee of the ticket, and the time of the assignment. */
  readonly holder?: { readonly assignee: PersonRef; readonly since: Instant | null };
};

/** The result of a command, done or rejected. */
export function formatResult(advanced: Advanced, sent: SentCommand): FormattedResult {
  const { actor, action, command, before, room, signal, now } = sent;
  const rules = rulesFor(sent.rules, room);
  const label = signal ? `${signalLabel(rules, signal)} in ${room.name}` : room.name;
  if (!advanced.ok) {
    const { rejection } = advanced;
    const sentence = formatRejection(rejection, { label, timeZone: room.timeZone });
    const refused = { ok: false, sentence, code: rejection.code };
    if (rejection.code !== 'assignedToOther') return refused;
    return { ...refused, holder: { assignee: rejection.to, since: rejection.since } };
  }
  const { changes } = advanced;
  const done = { actor, room, signal, label, command, payload: action, changes, rules };
  const sentence = formatDone(done);
  const state = stateBefore(before, signal, changes);
  const undo = findUndo(action, { actorId: actor.id, before: state, now });
  return { ok: true, sentence, code: 'done', ...(undo ? { undo } : {}) };
}
