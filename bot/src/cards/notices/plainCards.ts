/** Cards with plain text: a short response, the welcome, the help. */
import type { AdaptiveCard } from '../adaptiveCard.ts';
import { card, container, formatButton, heading, paragraph } from '../elements.ts';

/** A short response: one sentence, and what the person can do next. */
export function noticeCard(sentence: string, nextStep?: string): AdaptiveCard {
  const next = nextStep ? [paragraph(nextStep, { isSubtle: true, spacing: 'small' })] : [];
  return card([paragraph(sentence, { max: 1000 }), ...next], { fallbackText: sentence });
}

/** A card with the result of an action above it, or the reason why nothing changed. */
export function withSentence(sentence: string, about: AdaptiveCard): AdaptiveCard {
  return { ...about, body: [paragraph(sentence, { max: 1000 }), ...about.body] };
}

export type WelcomeView = {
  readonly subscribed: boolean;
  /** Whether several people read the conversation. */
  readonly shared: boolean;
  readonly rooms: number;
  readonly needsAction: number;
  readonly tabUrl: string;
};

/** The first card in a conversation: what the bot does, the present state, what to do next. */
export function welcomeCard(view: WelcomeView): AdaptiveCard {
  const { subscribed, rooms, needsAction, tabUrl } = view;
  const standing =
    needsAction === 0
      ? `I watch ${count(rooms, 'room')} for you. Right now nothing needs action.`
      : `I watch ${count(rooms, 'room')} for you. Right now ${count(needsAction, 'incident')} ${needsAction === 1 ? 'needs' : 'need'} action.`;
  return card(
    [
      heading('Rooms Pro Management', { size: 'large' }),
      paragraph(standing, { weight: 'bolder' }),
      paragraph(sayNews(view)),
      paragraph('Each card shows what is wrong and what to do. You can respond in the card.'),
    ],
    {
      actions: [
        formatButton('Incidents', 'incidents'),
        ...(subscribed ? [] : [formatButton('Subscribe', 'subscribe')]),
        formatButton('Help', 'help'),
        { type: 'Action.OpenUrl', title: 'Open', url: tabUrl },
      ],
      fallbackText: `Rooms Pro Management. ${standing}`,
    },
  );
}

function sayNews({ subscribed, shared }: WelcomeView): string {
  if (subscribed)
    return 'I post a card here when something breaks, and keep it up to date until it is fixed. Write unsubscribe to stop.';
  return shared
    ? 'I post nothing here by myself yet. A Lead or a Manager can write subscribe to get a card here when something breaks.'
    : 'I post nothing here by myself yet. Write subscribe to get a card when something breaks.';
}

/** A command with its explanation in the help. */
export type HelpCommand = {
  readonly command: string;
  readonly does: string;
  readonly example: string;
};

/** All commands, in the order in which people usually need them. */
export const helpCommands: readonly HelpCommand[] = [
  { command: 'status', does: 'An overview of all rooms', example: 'status' },
  {
    command: 'incidents',
    does: 'What is wrong now; severity and place are optional',
    example: 'incidents important Alster House',
  },
  {
    command: 'rooms',
    does: 'Rooms and their health; the text is optional',
    example: 'rooms amber',
  },
  { command: 'room', does: 'One room and everything open in it', example: 'room 4.12 Amber' },
  { command: 'ticket', does: 'One ticket and what to do about it', example: 'ticket 1042-7' },
  {
    command: 'respond',
    does: 'Write what you did about a ticket',
    example: 'respond 1042-7 swapped the cable',
  },
  { command: 'assign', does: 'Take a ticket that is not assigned', example: 'assign 1042-7' },
  {
    command: 'takeover',
    does: 'Take a ticket over from the person who has it',
    example: 'take over 1042-7',
  },
  { command: 'unassign', does: 'Hand back your ticket', example: 'unassign 1042-7' },
  {
    command: 'report',
    does: 'Report a problem with a room',
    example: 'report 4.12 Amber: no sound',
  },
  {
    command: 'resolve',
    does: 'Resolve a reported problem, with the reason',
    example: 'resolve 1042-9 the speaker was muted',
  },
  {
    command: 'remediate',
    does: 'Start a remediation on the device',
    example: 'remediate 1042-7 restart app',
  },
  {
    command: 'suppress',
    does: 'Suppress a ticket; for one day if you give no time',
    example: 'suppress 1042-7 for 2h because the display is replaced',
  },
  {
    command: 'extend',
    does: 'Change how long a ticket is suppressed, without lifting it',
    example: 'extend 1042-7 for 8h',
  },
  { command: 'unsuppress', does: 'End the suppression', example: 'unsuppress 1042-7' },
  { command: 'subscribe', does: 'Get cards in this conversation', example: 'subscribe' },
  { command: 'unsubscribe', does: 'Get no more cards here', example: 'unsubscribe' },
];

/** The commands of the bot, each with an example. */
export function helpCard(commands: readonly HelpCommand[] = helpCommands): AdaptiveCard {
  return card(
    [
      heading('What you can write', { size: 'large' }),
      paragraph(
        'Here, or in a channel with a mention. Capital letters and small typing errors do not matter.',
        {
          isSubtle: true,
          spacing: 'none',
        },
      ),
      ...commands.map(({ does, example }) =>
        container(
          [
            paragraph(example, { weight: 'bolder' }),
            paragraph(does, { spacing: 'none', isSubtle: true }),
          ],
          { spacing: 'medium' },
        ),
      ),
    ],
    {
      actions: [
        formatButton('Status', 'status'),
        formatButton('Incidents', 'incidents'),
        formatButton('Rooms', 'rooms'),
      ],
      fallbackText: `You can write: ${commands.map(({ command }) => command).join(', ')}.`,
    },
  );
}

/** `1 room`, `2 rooms`, `1,200 rooms`. */
export function count(number: number, noun: string): string {
  return `${figure(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** A number with separated thousands: `1,200`. */
export function figure(number: number): string {
  return number.toLocaleString('en-GB');
}
