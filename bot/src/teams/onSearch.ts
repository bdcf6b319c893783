/** The message extension: a search or a pasted link → cards that a person may put into a conversation. */
import type { TurnContext } from 'botbuilder';
import { z } from 'zod';
import {
  commandIds,
  type FindDeps,
  type Found,
  find,
  findPlace,
  type Sought,
} from '../chat/search/find.ts';
import type { Incoming } from './incoming/activity.ts';

/** The response of a message extension to an invoke, in the format of Teams. */
export type ExtensionAnswer = {
  readonly composeExtension?:
    | {
        readonly type: 'result';
        readonly attachmentLayout: 'list';
        readonly attachments: readonly ExtensionAttachment[];
      }
    | { readonly type: 'message'; readonly text: string };
  /** No cache, because results change within a minute. */
  readonly cacheInfo: { readonly cacheType: 'no_cache' };
};

type ExtensionAttachment = {
  readonly contentType: 'application/vnd.microsoft.card.adaptive';
  readonly content: object;
  readonly preview: {
    readonly contentType: 'application/vnd.microsoft.card.thumbnail';
    readonly content: { readonly title: string; readonly text: string };
  };
};

/** The answer, with the kind of search and the number of results for the log. */
export type Searched = {
  readonly answer: ExtensionAnswer;
  readonly command: Sought | 'link';
  readonly found: number;
};

/** Teams requests this many results at a time, and shows at most this many of one answer. */
const mostResults = 25;

const parameter = z.looseObject({ name: z.string().max(200).nullish(), value: z.unknown() });

const query = z.looseObject({
  commandId: z.string().max(200).nullish(),
  parameters: z.array(parameter).max(20).nullish(),
  queryOptions: z
    .looseObject({
      skip: z.number().int().min(0).max(1_000_000).catch(0),
      count: z.number().int().min(1).catch(mostResults),
    })
    .nullish()
    .catch(null),
});

const pastedLink = z.looseObject({ url: z.string().max(4_000) });

/** Executes a search. An invalid search, or one without a result, gets a sentence. */
export function handleQuery({ value }: Incoming, deps: FindDeps): Searched {
  const read = query.safeParse(value);
  const sought = read.success ? soughtBy(read.data.commandId) : null;
  if (!read.success || sought === null) {
    return { answer: say(unreadable), command: 'everything', found: 0 };
  }
  const { parameters, queryOptions } = read.data;
  const search = {
    sought,
    text: textIn(parameters ?? []),
    offset: queryOptions?.skip ?? 0,
    limit: Math.min(queryOptions?.count ?? mostResults, mostResults),
  };
  const { found, sentence } = find(search, deps);
  const answer = sentence === null ? show(found) : say(sentence);
  return { answer, command: sought, found: found.length };
}

const unreadable =
  "I don't understand this search. Search for tickets or for rooms. A newer version of the app may help.";

/** The subject of a search, from the manifest's command; everything when the client names no command. */
function soughtBy(commandId: string | null | undefined): Sought | null {
  if (!commandId) return 'everything';
  return commandIds.find((id) => id === commandId) ?? null;
}

/** The typed text. Teams sends a separate parameter before the person types. */
function textIn(parameters: readonly z.infer<typeof parameter>[]): string {
  const typed = parameters.find(({ name }) => name !== 'initialRun')?.value;
  return typeof typed === 'string' ? typed : '';
}

/** Unfurls a link to the tab. The link stays a plain link if the person may not see its page. */
export function handleLink(
  { value }: Incoming,
  deps: FindDeps & { readonly placeIn: PlaceIn },
): Searched {
  const place = deps.placeIn(pastedLink.safeParse(value).data?.url ?? '');
  const one = place && findPlace(place, deps);
  return one
    ? { answer: show([one]), command: 'link', found: 1 }
    : { answer: fresh({}), command: 'link', found: 0 };
}

/** Parses an address of the tab; `null` for any other address. */
export type PlaceIn = (address: string) => Parameters<typeof findPlace>[0] | null;

/** The answer after an internal error. The log contains the reference. */
export function brokenSearch(reference: string): ExtensionAnswer {
  return say(
    `Something went wrong on our side. Try again. If the problem persists, contact your administrator with reference ${reference}.`,
  );
}

/** Sends an answer as the response to the invoke. */
export async function respond(context: TurnContext, body: ExtensionAnswer): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

function show(found: readonly Found[]): ExtensionAnswer {
  const attachments = found.map(attachmentOf);
  return fresh({ composeExtension: { type: 'result', attachmentLayout: 'list', attachments } });
}

function say(text: string): ExtensionAnswer {
  return fresh({ composeExtension: { type: 'message', text } });
}

function fresh(answer: Omit<ExtensionAnswer, 'cacheInfo'>): ExtensionAnswer {
  return { ...answer, cacheInfo: { cacheType: 'no_cache' } };
}

function attachmentOf({ card, preview }: Found): ExtensionAttachment {
  return {
    contentType: 'application/vnd.microsoft.card.adaptive',
    content: card,
    preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: preview },
  };
}
