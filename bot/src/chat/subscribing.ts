/** Orders about the cards of a conversation, and their result in words. */
import type { Severity } from '@rooms-pro/core';
import type { AdaptiveCard } from '../cards/index.ts';
import type { Begun, Ended, Narrowed } from '../notify/subscriptions/subscribe.ts';
import type { SubscriptionFilter } from '../notify/subscriptions/subscriptions.ts';
import { filterText, formatAt, type ReadDeps, textsIn } from './answers/answerDeps.ts';
import { replyCard } from './answers/reply.ts';
import type { Meaning, Slots } from './understanding/meaning.ts';

/** The subscription of the conversation that contains the message. */
export type ChatSubscription = {
  /** Whether several people read the conversation. */
  readonly isShared: boolean;
  stands(): boolean;
  begin(): Promise<Begun>;
  end(): Promise<Ended>;
  /** Limits the cards to a filter. */
  narrow(filter: SubscriptionFilter): Promise<Narrowed>;
  /** Returns a function that restores the present subscription. */
  save(): () => Promise<void>;
};

type Changed = {
  readonly card: AdaptiveCard;
  readonly hasChanged: boolean;
  readonly restore?: () => Promise<void>;
};

/** Carries out `subscribe`, `unsubscribe` and `quietHours`. */
export function changeCards(
  meaning: Meaning,
  subscription: ChatSubscription,
  deps: ReadDeps,
): Promise<Changed> {
  if (meaning.isShown) return Promise.resolve(shown(meaning, subscription, deps));
  if (meaning.intent === 'quietHours') return Promise.resolve(quiet(meaning, deps));
  return meaning.intent === 'subscribe'
    ? subscribe(meaning, subscription, deps)
    : unsubscribe(meaning, subscription, deps);
}

/** Whether the conversation gets cards, and how to choose them. */
function shown({ language }: Meaning, subscription: ChatSubscription, deps: ReadDeps): Changed {
  const t = textsIn(language);
  const sentences = [
    subscription.stands() ? t.subscribe.already : t.subscribe.none,
    t.subscribe.choices,
  ];
  const buttons = suggestions(deps, language);
  return { card: replyCard({ sentences, buttons }), hasChanged: false };
}

async function subscribe(
  { slots, language }: Meaning,
  subscription: ChatSubscription,
  deps: ReadDeps,
): Promise<Changed> {
  const t = textsIn(language);
  const filter = filterOf(slots);
  const restore = subscription.save();
  if (filter === null)
    return {
      card: replyCard({ sentences: [t.subscribe.unsupported(filterText(slots, t))] }),
      hasChanged: false,
    };
  if (Object.keys(filter).length === 0) {
    const begun = await subscription.begin();
    const isNew = begun === 'begun' || begun === 'widened';
    const sentence = isNew
      ? t.subscribe.done('')
      : begun === 'notTheirs'
        ? t.subscribe.startersOnly
        : begun === 'standsForSome'
          ? t.subscribe.some
          : t.subscribe.already;
    const choices = begun === 'stands' ? [t.subscribe.choices] : [];
    return {
      card: replyCard({
        sentences: [sentence, ...choices],
        buttons: isNew ? [undoButton(language)] : suggestions(deps, language),
      }),
      hasChanged: isNew,
      ...(isNew ? { restore } : {}),
    };
  }
  return narrowed(await subscription.narrow(filter), filterText(slots, t), restore, language);
}

async function unsubscribe(
  { slots, language }: Meaning,
  subscription: ChatSubscription,
  deps: ReadDeps,
): Promise<Changed> {
  const t = textsIn(language);
  const restore = subscription.save();
  const rest = remainderOf(slots, deps);
  if (rest === null)
    return {
      card: replyCard({ sentences: [t.subscribe.unsupported(filterText(slots, t))] }),
      hasChanged: false,
    };
  if (Object.keys(rest).length > 0) {
    const text = [
      ...(rest.buildings ?? []),
      ...(rest.severities ?? []).map((one) => t.words.severity[one]),
    ].join(', ');
    return narrowed(await subscription.narrow(rest), text, restore, language);
  }
  const ended = await subscription.end();
  const sentence =
    ended === 'ended'
      ? t.subscribe.stopped
      : ended === 'none'
        ? t.subscribe.none
        : t.subscribe.stoppersOnly;
  const isEnded = ended === 'ended';
  return {
    card: replyCard({ sentences: [sentence], buttons: isEnded ? [undoButton(language)] : [] }),
    hasChanged: isEnded,
    ...(isEnded ? { restore } : {}),
  };
}

function narrowed(
  result: Narrowed,
  text: string,
  restore: () => Promise<void>,
  language: Meaning['language'],
): Changed {
  const t = textsIn(language);
  if (result === 'notTheirs')
    return { card: replyCard({ sentences: [t.subscribe.startersOnly] }), hasChanged: false };
  return {
    card: replyCard({ sentences: [t.subscribe.done(text)], buttons: [undoButton(language)] }),
    hasChanged: true,
    restore,
  };
}

function undoButton(language: Meaning['language']) {
  return { title: textsIn(language).buttons.undo, say: language === 'de' ? 'rückgängig' : 'undo' };
}

function suggestions({ world }: ReadDeps, language: Meaning['language']) {
  const t = textsIn(language);
  const places = [...new Set([...world.names.rooms.values()].map(({ building }) => building))]
    .filter(Boolean)
    .sort();
  return [
    { title: t.words.severity.important, say: 'subscribe important only' },
    ...places.slice(0, 3).map((place) => ({ title: place, say: `subscribe ${place}` })),
  ];
}

/** The filter of a subscription; `null`: subscriptions cannot be limited in this way. */
function filterOf({
  place,
  places,
  group,
  severity,
  floor,
  room,
  rooms,
  category,
  signal,
  not,
}: Slots): SubscriptionFilter | null {
  if (floor ?? room ?? rooms ?? category ?? signal ?? not) return null;
  const buildings = places ?? (place ? [place] : undefined);
  return {
    ...(buildings ? { buildings } : {}),
    ...(group ? { groups: [group] } : {}),
    ...(severity ? { severities: [severity] } : {}),
  };
}

/** What remains after the named part is left out; empty: everything ends. */
function remainderOf(slots: Slots, { world }: ReadDeps): SubscriptionFilter | null {
  const filter = filterOf(slots);
  if (filter === null || filter.groups) return null;
  const all = [...new Set([...world.names.rooms.values()].map(({ building }) => building))];
  const severities: readonly Severity[] = ['important', 'warning'];
  const { buildings, severities: left } = filter;
  return {
    ...(buildings ? { buildings: all.filter((building) => !buildings.includes(building)) } : {}),
    ...(left && !buildings ? { severities: severities.filter((one) => !left.includes(one)) } : {}),
  };
}

function quiet({ slots, language }: Meaning, deps: ReadDeps): Changed {
  const t = textsIn(language);
  const { until, from = '', to = '' } = slots;
  const when =
    until === undefined
      ? from === '' && to === ''
        ? ''
        : t.subscribe.hours(from, to)
      : until === 'recovery' || until === 'lifted'
        ? t.untilLifted
        : t.untilTime(formatAt(until, language, deps.timeZone));
  return { card: replyCard({ sentences: [t.subscribe.quiet(when)] }), hasChanged: false };
}
