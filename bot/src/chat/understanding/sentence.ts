/** A message with everything that was recognised in it. */
import type { TicketNumber } from '@rooms-pro/core';
import { type Clock, createClock } from './ends/clock.ts';
import { findTimes, type TimeSpan } from './ends/findEnds.ts';
import type { Concept } from './lexicon/concepts.ts';
import { correctedConcept, findConcepts, type Hit, isPhraseWord } from './lexicon/findConcepts.ts';
import type { Language } from './meaning.ts';
import { isCommonWord, languageOfWord } from './names/commonWords.ts';
import { findFloors } from './names/findFloors.ts';
import { findExactNames } from './names/findNames.ts';
import { findNearNames } from './names/findNearNames.ts';
import { findPeople, nearestPerson, type PersonSpan } from './names/findPeople.ts';
import { findSignals, type SignalSpan } from './names/findSignals.ts';
import { findAddresses, findTickets, type TicketSpan } from './names/findTickets.ts';
import type { NameSpan } from './names/nameSpan.ts';
import { type Span, type Token, tokenize } from './text/tokens.ts';
import type { Setting, World } from './world.ts';

export type Sentence = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly clock: Clock;
  readonly tickets: readonly TicketSpan[];
  readonly names: readonly NameSpan[];
  readonly people: readonly PersonSpan[];
  readonly times: readonly TimeSpan[];
  readonly signals: readonly SignalSpan[];
  /** Ideas that share no word, in the order of the sentence. Several ideas may have exactly the same words. */
  readonly hits: readonly Hit[];
  readonly language: Language;
  has(...some: readonly Concept[]): boolean;
  find(...some: readonly Concept[]): Hit | null;
  /** Whether a token belongs to a ticket, a name or a person. */
  isNamed(index: number): boolean;
  isTime(index: number): boolean;
  /** The first of these ideas at a token. */
  conceptsAt(index: number): readonly Concept[];
};

/** Longer messages are not commands; their rest is text only. */
const mostTokens = 220;

/** Recognises everything in a clean text. */
export function readSentence(text: string, world: World, setting: Setting): Sentence {
  const tokens = tokenize(text).slice(0, mostTokens);
  const clock = createClock(setting.now, setting.timeZone, setting.dayBegins);
  const claimed = new Set<number>();
  const isFree = (index: number) => !claimed.has(index);
  const claim = (spans: readonly Span[]) => {
    for (const { from, to } of spans) for (let at = from; at < to; at += 1) claimed.add(at);
  };
  const addresses = findAddresses(text, tokens);
  claim(addresses);
  const tickets = [...addressTickets(addresses), ...findTickets(tokens, world.names, isFree)];
  claim(tickets);
  const floors = findFloors(tokens, world.names, isFree);
  claim(floors);
  const marked = findTimes(tokens, clock, isFree).filter(({ isMarked }) => isMarked);
  const isNameWord = (index: number) => isFree(index) && !isInside(marked, index);
  const exact = findExactNames(tokens, world.names, isNameWord);
  claim(exact);
  const people = findPeople(tokens, world.people, isFree);
  claim(people);
  const times = findTimes(tokens, clock, isFree);
  const isTime = (index: number) => isInside(times, index);
  const hits = resolve(findConcepts(tokens, isFree));
  const used = new Set(hits.flatMap(({ at }) => at));
  const isOpen = (index: number) => {
    const token = tokens[index];
    if (token === undefined || token.kind !== 'word' || claimed.has(index) || used.has(index))
      return false;
    return !isTime(index) && !isCommonWord(token.word) && !isPhraseWord(token.word);
  };
  const signals = findSignals(tokens, isFree);
  const isSignal = (index: number) => isInside(signals, index);
  const near = findNearNames(tokens, world.names, (index) => isOpen(index) && !isSignal(index));
  claim(near);
  const more = correctWords(tokens, (index) => isOpen(index) && isFree(index) && !isSignal(index));
  const allHits = [...hits, ...more].sort((one, other) => (one.at[0] ?? 0) - (other.at[0] ?? 0));
  const own = outside(near, exact);
  const names = [...addressRooms(addresses, world), ...own, ...floors, ...near].sort(byPosition);
  const has = (...some: readonly Concept[]) =>
    allHits.some(({ concept }) => some.includes(concept));
  return {
    text,
    tokens,
    clock,
    tickets: tickets.toSorted(byPosition),
    names,
    people,
    times,
    signals: outside(near, signals),
    hits: allHits,
    language: languageOf(tokens, allHits, setting),
    has,
    find: (...some) => allHits.find(({ concept }) => some.includes(concept)) ?? null,
    isNamed: (index) => claimed.has(index),
    isTime,
    conceptsAt: (index) =>
      allHits.filter(({ at }) => at.includes(index)).map(({ concept }) => concept),
  };
}

function isInside(spans: readonly Span[], index: number): boolean {
  return spans.some(({ from, to }) => index >= from && index < to);
}

/** The spans that do not begin inside one of the others. */
function outside<Some extends Span>(others: readonly Span[], spans: readonly Some[]): Some[] {
  return spans.filter(({ from }) => !isInside(others, from));
}

function byPosition(one: Span, other: Span): number {
  return one.from - other.from;
}

function addressTickets(spans: ReturnType<typeof findAddresses>): TicketSpan[] {
  return spans.flatMap(({ from, to, ticket }) => (ticket === null ? [] : [{ from, to, ticket }]));
}

function addressRooms(spans: ReturnType<typeof findAddresses>, world: World): NameSpan[] {
  return spans.flatMap(({ from, to, room }) =>
    room !== null && world.names.rooms.has(room)
      ? [{ kind: 'room' as const, rooms: [room], from, to }]
      : [],
  );
}

/** The longest phrases first. A word has one meaning, or several of the same phrase. */
function resolve(found: readonly Hit[]): Hit[] {
  const kept: Hit[] = [];
  const used = new Map<number, string>();
  for (const hit of found) {
    const key = hit.at.join();
    const isShared = hit.at.some((index) => used.has(index) && used.get(index) !== key);
    if (isShared || kept.some((one) => one.concept === hit.concept && one.at.join() === key))
      continue;
    for (const index of hit.at) used.set(index, key);
    kept.push(hit);
  }
  return kept;
}

function correctWords(tokens: readonly Token[], isOpen: (index: number) => boolean): Hit[] {
  return tokens.flatMap((token, index) => {
    if (!isOpen(index)) return [];
    const meant = correctedConcept(token.word);
    // A misspelt `thanks` stands alone; in a longer text, it is more likely a name.
    const isAside = meant !== null && /^(?:thanks|greeting|please)$/.test(meant.concept);
    return meant === null || (isAside && tokens.length > 1)
      ? []
      : [{ ...meant, at: [index], weight: 90, isCorrected: true as const }];
  });
}

const germanWords =
  /^(?:der|die|das|den|dem|des|ein|eine|einen|und|oder|nicht|ist|sind|wird|fuer|bis|mit|von|zu|zum|zur|im|auf|aus|bei|nach|ich|wir|sie|mir|mich|bitte|kein|keine|wie|wer|wo|warum|welche[nrs]?|gibt|hat|habe|uhr|morgen|heute|gestern|stunden?|minuten?|tage?|woche[n]?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|raeume?|raum|stoerung[a-z]*|ticket(?:s)? von|wegen|weil|noch|mal|doch|nur|sich|geht|ton|bild|kamera|neu|starten|stumm|wochenende|abend|abends|nacht|mittag|monat|jahr|steht|etage|stock|nimm|betrieb|bekommt|bearbeitet|gerade|anzeigen|alle|alles|jetzt|kaputt|wieder|auch|danke|hallo|moin|hilfe|um|ab)$/;
const englishWords =
  /^(?:the|a|is|are|for|until|till|with|of|to|on|at|and|or|not|no|my|me|i|it|this|that|please|what|which|who|why|how|where|has|have|do|does|did|can|could|you|hours?|minutes?|days?|weeks?|tomorrow|today|yesterday|because|room|rooms|all|everything|show|again|back|by|from|thanks|hello|help|the|sound|picture|camera)$/;

/** The language with more of its frequent words and phrases. A message of names alone shows none. */
function languageOf(
  tokens: readonly Token[],
  hits: readonly Hit[],
  { language }: Setting,
): Language {
  let score = 0;
  for (const { word, text } of tokens) {
    if (/[äöüß]/i.test(text)) score += 2;
    const language = languageOfWord(word);
    if (germanWords.test(word) || language === 'de') score += 1;
    if (englishWords.test(word) || language === 'en') score -= 1;
  }
  const keys = new Map<string, Set<string>>();
  for (const hit of hits.filter(({ isCorrected }) => !isCorrected)) {
    const key = hit.at.join();
    keys.set(key, (keys.get(key) ?? new Set()).add(hit.language));
  }
  for (const spoken of keys.values()) if (spoken.size === 1) score += spoken.has('de') ? 1 : -1;
  if (score === 0) return language ?? 'en';
  return score > 0 ? 'de' : 'en';
}

/** The only person who is near to a word that is not known; used where a person is expected. */
export function personAt(
  { tokens, people }: Sentence,
  index: number,
  world: World,
): { readonly name: string; readonly to: number } | null {
  const exact = people.find(({ from }) => from === index);
  if (exact !== undefined) return exact;
  const name = nearestPerson(tokens[index]?.word ?? '', world.people);
  return name === null ? null : { name, to: index + 1 };
}

/** The tickets that a sentence names, each once. */
export function ticketsIn({ tickets }: Sentence): TicketNumber[] {
  return [...new Set(tickets.map(({ ticket }) => ticket))];
}
