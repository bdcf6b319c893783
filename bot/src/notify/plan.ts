/** What is true, what was shown → the next thing to send in one conversation about one room. Pure. */
import { createHash } from 'node:crypto';
import {
  effectiveSuppression,
  isOpen,
  openTicketOf,
  type Room,
  recordsOf,
  type SignalId,
  type SignalRecord,
  type Ticket,
} from '@rooms-pro/core';
import { type Conversation, type Subscription, wantsRoom } from './audience.ts';
import { type Post, type PostKey, type Posts, postKey } from './posts.ts';
import type { Render, Rendered } from './render.ts';

/** One send that would make a conversation truer. */
export type Step = Rendered & {
  readonly key: PostKey;
  readonly signal: SignalId;
  readonly run: string;
  /** The message to edit; `null`: a card to post. */
  readonly activityId: string | null;
  readonly shown: string;
  readonly isOver: boolean;
  /** Nothing about this card will ever change again. */
  readonly isLast: boolean;
};

export type PlanInput = {
  readonly room: Room;
  readonly conversation: Pick<Conversation, 'conversationId' | 'readerId'>;
  /** `null`: nothing new is posted; cards that stand are kept true all the same. */
  readonly subscription: Subscription | null;
  readonly posts: Posts;
  readonly render: Render;
  /** What Teams refused before, by card: not tried again until it would look different. */
  readonly refused: ReadonlyMap<PostKey, string>;
};

export type Plan = {
  /** The next send; `null` when all that is shown is true. */
  readonly step: Step | null;
  /** Cards that need no more edits. */
  readonly done: readonly PostKey[];
};

/** New cards come first, oldest incident first; then the edits of cards that stand. */
export function planFor(input: PlanInput): Plan {
  const own = [...input.posts].filter(
    ([, post]) => post.conversationId === input.conversation.conversationId,
  );
  const done = own.filter(([, post]) => isDone(input.room, post)).map(([key]) => key);
  const step =
    firstPost(input) ??
    firstEdit(
      input,
      own.filter(([key]) => !done.includes(key)),
    );
  return { step, done };
}

/** Whether this room may hold anything for this subscription: cheap, asked at every change. */
export function mayConcern(room: Room, subscription: Subscription): boolean {
  return (
    wantsRoom(subscription, room) && recordsOf(room).some(([, record]) => openTicketOf(record))
  );
}

function firstPost(input: PlanInput): Step | null {
  const { room, subscription } = input;
  if (!subscription || room.enrolment !== 'enrolled' || !wantsRoom(subscription, room)) return null;
  const wanted = recordsOf(room)
    .flatMap(([signal, record]) => {
      const ticket = openTicketOf(record);
      return ticket ? [{ signal, ticket, openedAt: openedAt(ticket, record) }] : [];
    })
    .filter(
      ({ signal, ticket, openedAt }) =>
        openedAt >= subscription.since &&
        wantsTicket(subscription, ticket) &&
        effectiveSuppression(room, signal) === null,
    )
    .sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1));
  for (const { signal, ticket } of wanted) {
    const key = postKey(input.conversation.conversationId, signal, runOf(ticket));
    if (input.posts.has(key)) continue;
    const step = stepFor(input, key, signal, runOf(ticket), null);
    if (input.refused.get(key) !== step.shown) return step;
  }
  return null;
}

function firstEdit(input: PlanInput, posts: readonly (readonly [PostKey, Post])[]): Step | null {
  for (const [key, post] of posts) {
    if (!ticketOf(input.room, post)) continue;
    const step = stepFor(input, key, post.signal, post.run, post.activityId);
    if (step.shown !== post.shown && input.refused.get(key) !== step.shown) return step;
  }
  return null;
}

function stepFor(
  { room, render, conversation }: PlanInput,
  key: PostKey,
  signal: SignalId,
  run: string,
  activityId: string | null,
): Step {
  const [episode = 0, activation = 0] = run.split('.').map(Number);
  const rendered = render(room, signal, { episode, activation }, conversation.readerId);
  const ticket = room.signals[signal]?.ticket ?? null;
  const isSuperseded = ticket !== null && runOf(ticket) !== run;
  const isOver = isSuperseded || ticket === null || !isOpen(ticket.status);
  const isLast = isSuperseded || ticket?.status === 'closed';
  return { ...rendered, key, signal, run, activityId, shown: markOf(rendered), isOver, isLast };
}

/** A closed ticket whose card already says that it is over: the card may rest. */
function isDone(room: Room, post: Post): boolean {
  const ticket = ticketOf(room, post);
  if (!ticket) return true;
  return ticket.status === 'closed' && runOf(ticket) === post.run && post.isOver;
}

function ticketOf(room: Room, { signal }: Post): Ticket | null {
  return room.signals[signal]?.ticket ?? null;
}

function wantsTicket({ filter }: Subscription, ticket: Ticket): boolean {
  const { status } = ticket;
  return (
    (filter.severities?.includes(ticket.severity) ?? true) &&
    (filter.states === undefined || (isOpen(status) && filter.states.includes(status)))
  );
}

function runOf({ episode, activation }: Ticket): string {
  return `${episode}.${activation}`;
}

/** A re-activated episode keeps its first opening: what counts then is when it failed again. */
function openedAt({ openedAt, activation }: Ticket, { since }: SignalRecord): string {
  return activation > 1 && since > openedAt ? since : openedAt;
}

function markOf({ card, summary }: Rendered): string {
  return createHash('sha256')
    .update(JSON.stringify([card, summary]))
    .digest('base64url')
    .slice(0, 22);
}
