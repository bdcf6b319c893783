/**
 * The card for managers about conversations that reject messages: which ones, why, and what to do.
 * It is sent once. Pure.
 */
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
  /** The only reader; `null`: several readers, or unknown. */
  readonly readerName: string | null;
  readonly since: Instant;
  readonly reason: keyof typeof reasons;
  /** The error code of Teams; empty if an event gave the reason. */
  readonly code: string;
};

/** The most conversations on the card. More conversations usually have a common cause. */
const shownAtMost = 5;

/** The reason, and what a person can do about it. */
const reasons = {
  botNotMember: {
    why: 'According to Teams, the app is not in this conversation.',
    whatToDo: 'Add the app Rooms Pro Management there again.',
  },
  blockedByPerson: {
    why: 'The person has blocked the app in Teams.',
    whatToDo:
      'If the person wants no cards, do nothing. If not, ask the person to unblock the app in Teams.',
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
    why: 'According to Teams, the app may not post there.',
    whatToDo: 'Ask an owner of the team whether the app is allowed in this channel.',
  },
  notFound: {
    why: 'Teams does not find this conversation.',
    whatToDo: 'Check whether the conversation still exists. If it does, write to me there.',
  },
  teamArchived: {
    why: 'The team was archived.',
    whatToDo:
      'If the team stays archived, do nothing. If not, ask an owner to restore the team in Teams.',
  },
  unknown: {
    why: 'Teams rejects my messages and gives no reason.',
    whatToDo:
      'Write to me in that conversation. If I do not respond, remove the app there and add it again.',
  },
} as const;

/** The card, with the sentence for a notification. */
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
      'Teams does not accept my messages there. No card is lost: as soon as Teams accepts messages again, I post the cards that are then current.',
    ),
    ...paused.slice(0, shownAtMost).map(describe),
    ...(more > 0
      ? [paragraph(`… and ${figure(more)} more.`, { isSubtle: true, spacing: 'small' })]
      : []),
    paragraph(
      'I try again after 5 minutes, 1 hour and 6 hours, then once a day for 14 days. If you write to me in that conversation, I try at once.',
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

/** The conversation under the name that people use. */
function sayWhere(paused: PausedConversation): string {
  const { kind, teamName, channelName, chatName, readerName } = paused;
  if (kind === 'personal') {
    return readerName ? `the personal chat of ${readerName}` : 'a personal chat';
  }
  if (kind === 'groupChat') return chatName ? `the group chat ${chatName}` : 'a group chat';
  const parts = [teamName, channelName].filter((name) => name);
  return parts.length > 0 ? parts.join(' › ') : 'a channel';
}
