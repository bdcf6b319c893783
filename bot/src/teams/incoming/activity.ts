/** Validates the activities of Teams. Data from outside is untrusted before this validation. */
import { clip } from '@rooms-pro/core';
import { z } from 'zod';
import {
  type ConversationFacts,
  conversationKinds,
} from '../../notify/subscriptions/conversations.ts';
import { soundValue } from './wellFormedValue.ts';

/** Whether an address has no name and password: no request can be sent to an address with credentials. */
function hasNoCredentials(url: string): boolean {
  return URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '';
}

/** Whether an id is safe in the store, in addresses and in the log: well-formed, without control characters. */
function isSound(text: string): boolean {
  return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

const id = (most: number) => z.string().max(most).refine(isSound);
const neededId = (most: number) => id(most).min(1);
/** A name of a person, team or channel: shown, never compared. */
const name = z.string().transform((text) =>
  clip(
    text
      .toWellFormed()
      .replace(/\p{Cc}+/gu, ' ')
      .trim(),
    400,
  ),
);
const account = z.looseObject({
  id: neededId(400),
  name: name.nullish(),
  aadObjectId: id(100).nullish(),
  tenantId: id(100).nullish(),
  role: id(100).nullish(),
});
const accounts = z.array(account).nullish();
const place = z.looseObject({
  id: id(400).nullish(),
  name: name.nullish(),
  type: id(100).nullish(),
});

const incoming = z.looseObject({
  type: neededId(100),
  id: id(400).nullish(),
  name: id(200).nullish(),
  action: id(100).nullish(),
  channelId: neededId(100),
  // Checks the original text, because parsing an address removes line breaks.
  serviceUrl: id(2000).pipe(z.url({ protocol: /^https?$/ }).refine(hasNoCredentials)),
  from: account,
  recipient: account,
  conversation: z.looseObject({
    id: neededId(1000),
    name: name.nullish(),
    conversationType: id(100).nullish(),
    isGroup: z.boolean().nullish(),
    tenantId: id(100).nullish(),
  }),
  text: z
    .string()
    .transform((text) => text.toWellFormed())
    .nullish(),
  attachments: z
    .array(z.looseObject({ contentType: z.string().max(400).nullish(), content: z.unknown() }))
    .nullish()
    .catch(null),
  entities: z
    .array(
      z.looseObject({
        type: z.string().max(100).nullish(),
        text: z.string().max(1000).nullish(),
        mentioned: z.looseObject({ id: z.string().max(400).nullish() }).nullish(),
      }),
    )
    .nullish()
    .catch(null),
  replyToId: id(400).nullish(),
  /** IANA name of the sender's time zone. */
  localTimezone: id(100).nullish().catch(null),
  // The SDK converts it to a date. An invalid time counts as absent.
  timestamp: z
    .union([z.date(), z.iso.datetime({ offset: true })])
    .transform((at) => new Date(at).toISOString())
    .nullish()
    .catch(null),
  value: z
    .unknown()
    .transform((value) => soundValue(value))
    .optional(),
  membersAdded: accounts,
  membersRemoved: accounts,
  channelData: z
    .looseObject({
      eventType: id(100).nullish(),
      team: place.nullish(),
      channel: place.nullish(),
      tenant: place.nullish(),
    })
    .nullish(),
});

/** A valid activity, with every field that all activities of Teams have. */
export type Incoming = z.infer<typeof incoming>;

/** The activity in a request's body; `null` when the body is not a valid activity. */
export function readIncoming(body: unknown): Incoming | null {
  return incoming.safeParse(body).data ?? null;
}

/**
 * Whether an activity comes from Teams and from our organisation. The rights of a person depend on their
 * directory id, which clients of other channels can choose. `tenantId` empty: any organisation.
 */
export function isForUs({ channelId, conversation, channelData }: Incoming, tenantId: string) {
  if (channelId !== 'msteams') return false;
  if (tenantId === '') return true;
  const named = [conversation.tenantId, channelData?.tenant?.id].filter((one) => one != null);
  const isOurs = (one: string) => one.toLowerCase() === tenantId.toLowerCase();
  return named.length > 0 && named.every(isOurs);
}

/**
 * Whether the sender belongs to another organisation, which is possible in shared channels. The conversation
 * has the tenant of the host, and the sender's account has the tenant of the sender.
 */
export function isFromOutside({ from, conversation, channelData }: Incoming): boolean {
  const host = conversation.tenantId ?? channelData?.tenant?.id;
  if (!from.tenantId || !host) return false;
  return from.tenantId.toLowerCase() !== host.toLowerCase();
}

/** The text without the mentions of the bot. The mentions of people stay. */
export function textWithoutBot({ text, entities, recipient }: Incoming): string {
  let rest = text ?? '';
  for (const { type, text: mark, mentioned } of entities ?? []) {
    const isBot = type === 'mention' && mentioned?.id === recipient.id;
    if (isBot && mark) rest = rest.replace(mark, ' ');
  }
  return rest.trim();
}

/** The HTML of the message; `null`: it has only text. */
export function findHtml({ attachments }: Incoming): string | null {
  const html = attachments?.find(({ contentType }) => contentType === 'text/html')?.content;
  return typeof html === 'string' ? html : null;
}

/** The conversation without the thread: in channels, ids of replies end in `;messageid=…`. */
export function withoutThread(conversationId: string): string {
  return conversationId.split(';messageid=', 1)[0] ?? conversationId;
}

/** The conversation of an activity, with the data for later sends. */
export function toConversation(activity: Incoming): Omit<ConversationFacts, 'readerId'> {
  const { conversation, channelData } = activity;
  const kind = conversationKinds.find((known) => known === conversation.conversationType);
  return {
    conversationId: withoutThread(conversation.id),
    kind: kind ?? (conversation.isGroup ? 'groupChat' : 'personal'),
    serviceUrl: activity.serviceUrl,
    tenantId: conversation.tenantId ?? null,
    teamId: channelData?.team?.id || null,
    botId: activity.recipient.id,
    ...namesIn(activity),
  };
}

/** The names in an activity. The name of a channel is used only if the conversation is this channel. */
function namesIn({ conversation, channelData }: Incoming) {
  const { team, channel } = channelData ?? {};
  const conversationId = withoutThread(conversation.id);
  const isOwnChannel = channel?.id === conversationId;
  const isGeneral = team?.id === conversationId;
  const channelName = (isOwnChannel && channel?.name) || (isGeneral ? 'General' : '');
  return {
    ...(team?.name ? { teamName: team.name } : {}),
    ...(channelName ? { channelName } : {}),
    ...(isOwnChannel && channel?.type ? { channelType: channel.type } : {}),
    ...(conversation.isGroup && !team && conversation.name ? { chatName: conversation.name } : {}),
  };
}
