/** Managers are informed once: which conversations reject messages, why, and what to do. Pure. */
import { formatZonedTime, type Instant } from '@rooms-pro/core';
import type { AdaptiveCard, Element } from '../adaptiveCard.ts';
import { band, card, container, facts, heading, paragraph } from '../elements.ts';
import { plain } from '../plainText.ts';
import { count, figure } from './plainCards.ts';

export type PausedConversation = {
  readonly kind: 'personal' | 'groupChat' | 'channel';
  readonly teamName?: string | undefined;
  readonly channelName?: string | undefined;
  readonly chatName?: string | undefined;
  /** Who alone reads it; `null`: many, or it is not known. */
  readonly readerName: string | null;
  readonly since: Instant;
  readonly reason: keyof typeof reasons;
  /** Teams' own code; empty where an event says it. */
  readonly code: string;
};

/** More conversations than these are named only by their number: the cause is then a common one. */
const shownAtMost = 5;

/** Why, and what a person can do about it. */
const reasons = {
  botNotMember: {
    why: 'Teams says that the app is not in this conversation.',
    whatToDo: 'Add the app Rooms Pro Management there again.',
  },
  blockedByPerson: {
    why: 'The person has blocked the app in Teams.',
    whatToDo: 'Nothing, if they want no cards. Otherwise they unblock the app in Teams.',
  },
  disabledByAdmin: {
    why: 'An administrator of Teams has disabled the app.',
    whatToDo: 'Ask them to allow it in the Teams admin centre, under Teams apps.',
  },
  readOnly: {
    why: 'Only its owners may post there now.',
    whatToDo: 'Ask an owner of the team to let apps post in this channel.',
  },
  noPermission: {
    why: 'Teams says that the app may not post there.',
    whatToDo: 'Ask an owner of the team whether the app is allowed in this channel.',
  },
  notFound: {
    why: 'Teams says that it does not find this conversation.',
    whatToDo: 'Look whether it is still there. If it is, write to me in it.',
  },
  teamArchived: {
    why: 'The team was archived.',
    whatToDo: 'Nothing, if that is meant to last. Otherwise an owner restores the team in Teams.',
  },
  unknown: {
    why: 'Teams rejects what I send, and does not say why.',
    whatToDo:
      'Write to me in that conversation. If I do not answer, remove the app there and add it again.',
  },
} as const;

/** The card, with the sentence a notification says. */
export function pausedCard(paused: readonly PausedConversation[]): {
  readonly card: AdaptiveCard;
  readonly summary: string;
} {
  const [first] = paused;
  const what =
    paused.length === 1 && first
      ? plain(sayWhere(first), 120)
      : count(paused.length, 'conversation');
  const summary = `I cannot post in ${what}.`;
  const more = paused.length - shownAtMost;
  const body = [
    band('⚠️', 'Paused: Teams rejects messages', 'warning'),
    heading(summary, { size: 'large', max: 200 }),
    paragraph(
      'Teams does not accept my messages there. No card is lost: as soon as Teams accepts messages again, I post what is true then.',
    ),
    ...paused.slice(0, shownAtMost).map(describe),
    ...(more > 0
      ? [paragraph(`… and ${figure(more)} more.`, { isSubtle: true, spacing: 'small' })]
      : []),
    paragraph(
      'I try again after 5 minutes, 1 hour and 6 hours, then once a day for 14 days. A message to me in that conversation makes me try at once.',
      { isSubtle: true, size: 'small' },
    ),
  ];
  return { card: card(body, { fallbackText: summary }), summary };
}

function describe(paused: PausedConversation): Element {
  const { why, whatToDo } = reasons[paused.reason];
  const code = paused.code === '' ? '' : ` (${paused.code})`;
  return container(
    [
      heading(asTitle(sayWhere(paused)), { size: 'default', max: 160 }),
      facts(
        [
          ['Since', formatZonedTime(paused.since, 'UTC')],
          ['Why', `${why}${code}`],
          ['To do', whatToDo],
        ],
        'small',
      ),
    ],
    { style: 'emphasis', spacing: 'medium' },
  );
}

function asTitle(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The conversation as people know it. */
function sayWhere(paused: PausedConversation): string {
  const { kind, teamName, channelName, chatName, readerName } = paused;
  if (kind === 'personal') {
    return readerName ? `the personal chat of ${readerName}` : 'a personal chat';
  }
  if (kind === 'groupChat') return chatName ? `the group chat ${chatName}` : 'a group chat';
  const parts = [teamName, channelName].filter((name) => name);
  return parts.length > 0 ? parts.join(' › ') : 'a channel';
}
