/** What Teams sends, checked: everything from outside is hostile until it has been here. */
import { z } from 'zod';
import { type Conversation, conversationKinds } from '../notify/audience.ts';

/** No request can be sent to an address with a name and password in it. */
function hasNoCredentials(url: string): boolean {
  return URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '';
}

const account = z.looseObject({
  id: z.string().min(1).max(400),
  name: z.string().max(400).nullish(),
  aadObjectId: z.string().max(100).nullish(),
  role: z.string().nullish(),
});
const accounts = z.array(account).nullish();

const incoming = z.looseObject({
  type: z.string().min(1).max(100),
  id: z.string().max(400).nullish(),
  name: z.string().max(200).nullish(),
  action: z.string().max(100).nullish(),
  channelId: z.string().min(1).max(100),
  serviceUrl: z.url({ protocol: /^https?$/ }).refine(hasNoCredentials),
  from: account,
  recipient: account,
  conversation: z.looseObject({
    id: z.string().min(1).max(1000),
    conversationType: z.string().nullish(),
    isGroup: z.boolean().nullish(),
    tenantId: z.string().nullish(),
  }),
  text: z.string().nullish(),
  replyToId: z.string().max(400).nullish(),
  value: z.unknown().optional(),
  membersAdded: accounts,
  membersRemoved: accounts,
  channelData: z
    .looseObject({
      eventType: z.string().nullish(),
      team: z.looseObject({ id: z.string().nullish() }).nullish(),
      channel: z.looseObject({ id: z.string().nullish() }).nullish(),
      tenant: z.looseObject({ id: z.string().nullish() }).nullish(),
    })
    .nullish(),
});

/** An activity that has all that every activity of Teams has. */
export type Incoming = z.infer<typeof incoming>;

/** The activity in a request's body; `null` when it is none. */
export function readIncoming(body: unknown): Incoming | null {
  return incoming.safeParse(body).data ?? null;
}

/**
 * Whether Teams sends it, and for whom we are: what a person may do hangs on the directory id in it,
 * which other channels let their clients choose. `tenantId` empty: any organisation.
 */
export function isForUs({ channelId, conversation, channelData }: Incoming, tenantId: string) {
  if (channelId !== 'msteams') return false;
  const from = conversation.tenantId ?? channelData?.tenant?.id ?? null;
  return tenantId === '' || from?.toLowerCase() === tenantId.toLowerCase();
}

/** The conversation without the thread: in channels, ids of replies end in `;messageid=…`. */
export function withoutThread(conversationId: string): string {
  return conversationId.split(';messageid=', 1)[0] ?? conversationId;
}

/** The conversation an activity came from, with what a later send needs. */
export function conversationOf(activity: Incoming): Omit<Conversation, 'readerId'> {
  const { conversation, channelData } = activity;
  const kind = conversationKinds.find((known) => known === conversation.conversationType);
  return {
    conversationId: withoutThread(conversation.id),
    kind: kind ?? (conversation.isGroup ? 'groupChat' : 'personal'),
    serviceUrl: activity.serviceUrl,
    tenantId: conversation.tenantId ?? null,
    teamId: channelData?.team?.id ?? null,
    botId: activity.recipient.id,
  };
}
