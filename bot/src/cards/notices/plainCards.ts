/** Cards that say something in words: a plain answer, the welcome, the help. */
import type { AdaptiveCard } from '../adaptiveCard.ts';
import { card, container, formatButton, heading, paragraph } from '../elements.ts';

/** A plain answer: one sentence, and what one could do next. */
export function noticeCard(sentence: string, nextStep?: string): AdaptiveCard {
  const next = nextStep ? [paragraph(nextStep, { isSubtle: true, spacing: 'small' })] : [];
  return card([paragraph(sentence, { max: 1000 }), ...next], { fallbackText: sentence });
}

/** A card with what was done, or why nothing was, above it. */
export function withSentence(sentence: string, about: AdaptiveCard): AdaptiveCard {
  return { ...about, body: [paragraph(sentence, { max: 1000 }), ...about.body] };
}

export type WelcomeView = {
  readonly subscribed: boolean;
  /** Whether many read it. */
  readonly shared: boolean;
  readonly rooms: number;
  readonly needsAction: number;
  readonly tabUrl: string;
};

/** The first card in a conversation: what this is, how things stand, what to do next. */
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
      paragraph('Each card says what is wrong and what to do. Answer in the card.'),
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
    return 'I post a card here when something breaks, and keep it up to date until it is fixed. Say unsubscribe to stop.';
  return shared
    ? 'I post nothing here by myself yet. A Lead or a Manager can say subscribe to get a card here when something breaks.'
    : 'I post nothing here by myself yet. Say subscribe to get a card when something breaks.';
}

/** A command as help explains it. */
export type HelpCommand = {
  readonly command: string;
  readonly does: string;
  readonly example: string;
};

/** All commands, in the order people meet them. */
export const helpCommands: readonly HelpCommand[] = [
  { command: 'status', does: 'How the rooms are, at a glance', example: 'status' },
  {
    command: 'incidents',
    does: 'What is wrong now; severity and place may be left out',
    example: 'incidents important Alster House',
  },
  {
    command: 'rooms',
    does: 'Rooms and their health; the text may be left out',
    example: 'rooms amber',
  },
  { command: 'room', does: 'One room and everything open in it', example: 'room 4.12 Amber' },
  { command: 'ticket', does: 'One ticket and what to do about it', example: 'ticket 1042-7' },
  {
    command: 'respond',
    does: 'Say what you did about a ticket',
    example: 'respond 1042-7 swapped the cable',
  },
  { command: 'assign', does: 'Take a ticket that nobody has', example: 'assign 1042-7' },
  {
    command: 'takeover',
    does: 'Take a ticket over from the person who has it',
    example: 'take over 1042-7',
  },
  { command: 'unassign', does: 'Hand back a ticket of yours', example: 'unassign 1042-7' },
  {
    command: 'report',
    does: 'Report a problem with a room',
    example: 'report 4.12 Amber: no sound',
  },
  {
    command: 'resolve',
    does: 'End what a person reported, with the reason',
    example: 'resolve 1042-9 the speaker was muted',
  },
  {
    command: 'remediate',
    does: 'Have the platform try something on the device',
    example: 'remediate 1042-7 restart app',
  },
  {
    command: 'suppress',
    does: 'Silence a ticket; for a day where you do not say how long',
    example: 'suppress 1042-7 for 2h because the display is replaced',
  },
  {
    command: 'extend',
    does: 'Change how long a ticket is suppressed, without lifting it',
    example: 'extend 1042-7 for 8h',
  },
  { command: 'unsuppress', does: 'End the silence', example: 'unsuppress 1042-7' },
  { command: 'subscribe', does: 'Get cards in this conversation', example: 'subscribe' },
  { command: 'unsubscribe', does: 'Get no more cards here', example: 'unsubscribe' },
];

/** What one can say to the bot, each command with an example. */
export function helpCard(commands: readonly HelpCommand[] = helpCommands): AdaptiveCard {
  return card(
    [
      heading('What you can say', { size: 'large' }),
      paragraph('In any case, here or with a mention in a channel. Small slips are forgiven.', {
        isSubtle: true,
        spacing: 'none',
      }),
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
      fallbackText: `You can say: ${commands.map(({ command }) => command).join(', ')}.`,
    },
  );
}

/** `1 room`, `2 rooms`, `1,200 rooms`. */
export function count(number: number, noun: string): string {
  return `${figure(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** A number with its thousands apart: `1,200`. */
export function figure(number: number): string {
  return number.toLocaleString('en-GB');
}
