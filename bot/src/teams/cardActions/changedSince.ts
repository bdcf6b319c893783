/** Finds out whether the result of a click is still true when the same click is repeated. */
import {
  actions,
  findRecord,
  formatZonedTime,
  type Instant,
  type Person,
  type Room,
  type Rules,
  rulesFor,
  type SignalId,
  type Suppression,
  signalLabel,
  type Ticket,
} from '@rooms-pro/core';
import type { ActionPayload } from '@rooms-pro/core/contracts';

/** A click that changed something. */
export type DoneClick = {
  readonly action: ActionPayload;
  readonly at: Instant;
  /** The room after the click. */
  readonly room: Room;
  /** `null`: the click was about the whole room. */
  readonly signal: SignalId | null;
  /** The sentence that the person got after the click. */
  readonly sentence: string;
};

/** The person's action and the later change, as a sentence; `null`: there is no later change. */
export function formatChangedSince(
  { action, at, room: then, signal }: DoneClick,
  room: Room,
  person: Person,
  rules: Rules,
): string | null {
  if (room.revision === then.revision) return null;
  const when = (instant: Instant) => formatZonedTime(instant, room.timeZone);
  const label = signal
    ? `${signalLabel(rulesFor(rules, room), signal)} in ${room.name}`
    : room.name;
  const [before, after] = [then, room].map((one) =>
    signal ? findRecord(one, signal).ticket : null,
  );
  const suppressions = [then, room].map((one) => suppressionOf(one, signal));
  const { on, past } = actions[action.action];
  const isAboutSuppression = on === 'suppression';
  const since = isAboutSuppression
    ? sinceSuppression(suppressions[0] ?? null, suppressions[1] ?? null, when)
    : sinceTicket(action, before ?? null, after ?? null, person, when);
  if (since === null) return null;
  const what = isAboutSuppression ? label : (after?.number ?? label);
  return `You ${past(what)} at ${when(at)}; ${since}. Nothing more was changed.`;
}

function suppressionOf(room: Room, signal: SignalId | null): Suppression | null {
  return signal ? findRecord(room, signal).suppression : room.suppression;
}

type FormatTime = (instant: Instant) => string;

function sinceSuppression(
  then: Suppression | null,
  now: Suppression | null,
  when: FormatTime,
): string | null {
  if (now === null) return then === null ? null : 'the suppression has ended since';
  if (then === null || then.at !== now.at) return `${now.by.name} suppressed it at ${when(now.at)}`;
  if (then.changedAt === now.changedAt || now.changedAt === undefined) return null;
  return `its end was changed at ${when(now.changedAt)}`;
}

function sinceTicket(
  action: ActionPayload,
  then: Ticket | null,
  now: Ticket | null,
  person: Person,
  when: FormatTime,
): string | null {
  if (!then || !now) return null;
  const isSame = then.episode === now.episode && then.activation === now.activation;
  if (!isSame) return `it failed again at ${when(now.activatedAt)}`;
  const isOver = now.resolvedAt !== null && then.resolvedAt === null;
  if (isOver) return `it was resolved at ${when(now.resolvedAt ?? '')}`;
  if (action.action === 'assign' || action.action === 'unassign') {
    return sinceAssigned(then, now, person, when);
  }
  if (action.action !== 'respond' || !now.response) return null;
  const { by, at, failedAt } = now.response;
  if (at !== then.response?.at) return `${by.name} responded at ${when(at)}`;
  return failedAt === undefined ? null : `the response did not hold (${when(failedAt)})`;
}

function sinceAssigned(then: Ticket, now: Ticket, person: Person, when: FormatTime): string | null {
  if (then.assignee?.id === now.assignee?.id) return null;
  if (now.assignee === null) return 'it is not assigned now';
  const who = now.assignee.id === person.id ? 'you have' : `${now.assignee.name} has`;
  return now.assignedAt === null ? `${who} it now` : `since ${when(now.assignedAt)} ${who} it`;
}
