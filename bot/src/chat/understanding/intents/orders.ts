/** Whether words order something, ask for advice, forbid it, or only mention it. */
import type { Concept } from '../lexicon/concepts.ts';
import type { Hit } from '../lexicon/findConcepts.ts';
import { orderConcepts } from '../lexicon/orderConcepts.ts';
import { isBecause, isInFrontClause } from '../messages/reasons.ts';
import type { Sentence } from '../sentence.ts';

export type Mood = 'order' | 'question' | 'negated' | 'condition' | 'remark';

/** A verb with its mood. */
export type Act = { readonly concept: Concept; readonly hit: Hit; readonly mood: Mood };

/** Ideas whose phrase contains its own negation, so that `nicht` before it belongs to it. */
const selfNegated: ReadonlySet<Concept> = new Set<Concept>([
  'unsuppress',
  'unsubscribe',
  'quiet',
  'unassign',
]);

/** The verbs of a sentence that can order something, in its order. */
export function findActs(sentence: Sentence): readonly Act[] {
  return sentence.hits
    .filter(({ concept }) => orderConcepts.has(concept))
    .map((hit) => ({ concept: hit.concept, hit, mood: moodOf(hit, sentence) }));
}

function moodOf(hit: Hit, sentence: Sentence): Mood {
  const first = hit.at[0] ?? 0;
  const begin = sentenceBegin(sentence, first);
  if (isQuestion(hit, begin, sentence)) return 'question';
  if (isNegated(hit, begin, sentence)) return 'negated';
  const isReported = isHearsay(begin, first, sentence) || isInFrontClause(first, sentence);
  if (isReported || isNoun(hit, sentence) || isQuoted(first, sentence)) return 'remark';
  if (!isInPosition(hit, sentence)) return 'remark';
  return hasCondition(hit, begin, sentence) ? 'condition' : 'order';
}

/** The index after the last full stop, exclamation mark or question mark before a token. */
function sentenceBegin(sentence: Sentence, index: number): number {
  const { tokens } = sentence;
  for (let at = index - 1; at >= 0; at -= 1)
    if (isFullStop(tokens, at) && !sentence.isTime(at)) return at + 1;
  return 0;
}

function isFullStop(tokens: Sentence['tokens'], at: number): boolean {
  return /^[.!?;]$/.test(tokens[at]?.text ?? '');
}

function sentenceEnd(sentence: Sentence, index: number): number {
  const { tokens } = sentence;
  for (let at = index; at < tokens.length; at += 1)
    if (isFullStop(tokens, at) && !sentence.isTime(at)) return at;
  return tokens.length;
}

function isQuestion(hit: Hit, begin: number, sentence: Sentence): boolean {
  const first = hit.at[0] ?? 0;
  const before = sentence.hits.filter(({ at }) => {
    const start = at[0] ?? 0;
    return start >= begin && start < first;
  });
  const isAsked = (...some: readonly Concept[]) =>
    before.some(({ concept }) => some.includes(concept));
  if (isAsked('why', 'who', 'howTo', 'howMany', 'history', 'advice', 'digest', 'reports'))
    return true;
  const request = before.some(({ concept }) => concept === 'request');
  const opening = sentence.conceptsAt(begin);
  const isOwn = begin === first - 1 && selfNegated.has(hit.concept);
  if (
    opening.includes('ask') &&
    !isOwn &&
    !request &&
    !opening.includes('request') &&
    !opening.includes('please')
  )
    return true;
  const end = sentence.tokens[sentenceEnd(sentence, first)];
  const isMarked = end?.text === '?' || (end === undefined && sentence.tokens.at(-1)?.text === '?');
  const isAdvised = sentence.hits.some(({ concept }) => concept === 'advice') && isMarked;
  return isAdvised || (isMarked && !request && !opening.includes('request'));
}

function isNegated(hit: Hit, begin: number, sentence: Sentence): boolean {
  const [first, last] = [hit.at[0] ?? 0, hit.at.at(-1) ?? 0];
  return sentence.hits.some(({ concept, at }) => {
    if (concept !== 'not') return false;
    const start = at[0] ?? 0;
    if (isBecause(start, sentence)) return false;
    if (
      sentence.tokens[start + 1]?.text === ',' &&
      /^(?:no|nein|nicht)$/.test(sentence.tokens[start]?.word ?? '')
    )
      return false;
    const isBefore = start >= begin && start < first;
    const isAfterBut = sentence.tokens
      .slice(start, first)
      .some(({ word }) => /^(?:but|aber|sondern)$/.test(word));
    if (isBefore) return !isAfterBut && !selfNegated.has(hit.concept);
    // `schalte es nicht stumm`, `mute not 1001-1`, `stummschalten nicht`
    return (start > first && start < last) || start === last + 1;
  });
}

const nounMarks =
  /^(?:the|a|an|this|that|my|your|our|his|her|their|last|first|another|der|die|das|den|dem|ein|eine|einen|einer|dein|deine|mein|meine|letzte[nr]?|dieser|diese|keine?|no|any)$/;
const nounFollowers =
  /^(?:is|was|are|were|has|had|does|did|doesn|didn|isn|wasn|didnt|doesnt|hasnt|wasnt|isnt|button|key|switch|light|sign|icon|state|failed|helped|worked|planned|scheduled|pending|about|looks|says|said|ist|war|hat|hatte|wurde|wird|hilft|half|geplant|laeuft|taste|knopf|fehlgeschlagen)$/;

/** `the report was good`, `der Neustart hat nicht geholfen`, `mute button`. */
function isNoun(hit: Hit, { tokens }: Sentence): boolean {
  const [first, last] = [hit.at[0] ?? 0, hit.at.at(-1) ?? 0];
  if (hit.at.length > 1) return false;
  const before = tokens[first - 1]?.word ?? '';
  const after = tokens[last + 1]?.word ?? '';
  return (nounMarks.test(before) && !isGermanObject(before, hit)) || nounFollowers.test(after);
}

/** `bitte das stummschalten`: the article is the object. */
function isGermanObject(word: string, { language, at, weight }: Hit): boolean {
  return language === 'de' && /^(?:das|die|den|der)$/.test(word) && at.length === 1 && weight > 108;
}

function isQuoted(index: number, { text, tokens }: Sentence): boolean {
  const token = tokens[index];
  if (token === undefined) return false;
  const before = text.slice(0, token.start);
  const quotes = before.match(/["“”„«»]/g)?.length ?? 0;
  const after = text.slice(token.end);
  return quotes % 2 === 1 && /["“”«»]/.test(after);
}

const openers =
  /^(?:and|und|then|dann|plus|also|in|at|for|on|from|of|the|this|im|am|fuer|von|vom|bei|beim|zu|zum|das|den|die|der|dem|es|ihn|sie|mir|uns|raum|room|ticket|tickets|incident|stoerung|geraet|gerät|auf|an|ich|so|to|all|alle|both|beide|rooms|raeume|bitte|hiermit|no|nr|number|nummer|with|mit|wie|now|du|that|display|app|ein|eine|einen|neues?|just|ne|nen|ner|n)$/;

const hearsay =
  /^(?:said|says|asked|asks|wrote|writes|thinks|thought|claims|claimed|wants|wanted|suggested|suggests|recommended|mentioned|meint|meinte|sagt|sagte|schrieb|schreibt|fragte|fragt|bat|bittet|moechte|will|wollte|glaubt|dachte|empfahl|empfiehlt|behauptet|forgot|tried|decided|vergass|versuchte)$/;

/** `Tomas said mute 1001-1`: the words of another person order nothing. */
function isHearsay(begin: number, first: number, sentence: Sentence): boolean {
  for (let at = begin; at < first; at += 1) {
    const isVerb = hearsay.test(sentence.tokens[at]?.word ?? '');
    const isOwn = /^(?:ich|i|wir|we|bitte|please|du|sie|you)$/.test(
      sentence.tokens[at - 1]?.word ?? '',
    );
    if (isVerb && !isOwn && !sentence.conceptsAt(at).includes('request')) return true;
  }
  return false;
}

/** Whether only names, times and polite words stand before the verb in its part of the sentence. */
function isInPosition(hit: Hit, sentence: Sentence): boolean {
  const { tokens } = sentence;
  const first = hit.at[0] ?? 0;
  for (let at = first - 1; at >= 0; at -= 1) {
    const token = tokens[at];
    if (token === undefined) return true;
    if (isBoundary(at, sentence)) return true;
    if (sentence.isNamed(at) || sentence.isTime(at) || token.kind !== 'word') continue;
    // `do not send me …`: the phrase begins after the auxiliary verb.
    if (at === first - 1 && /^(?:do|don|can|i)$/.test(token.word) && selfNegated.has(hit.concept))
      continue;
    const concepts = sentence.conceptsAt(at);
    if (concepts.some((one) => polite.has(one))) continue;
    if (isBecause(at, sentence)) continue;
    if (sentence.signals.some(({ from, to }) => at >= from && at < to)) continue;
    if (openers.test(token.word) && isBeforeName(at, first, sentence, hit)) continue;
    return false;
  }
  return true;
}

const polite: ReadonlySet<Concept> = new Set<Concept>([
  'please',
  'request',
  'you',
  'greeting',
  'thanks',
  'yes',
  'it',
  'everything',
  'only',
  'ticketNoun',
  'device',
  'app',
  'rooms',
  'incidents',
  'cards',
  'me',
  'important',
  'warning',
]);

/** A small word is part of a name or time after it; German verbs may stand last. */
function isBeforeName(at: number, verb: number, sentence: Sentence, hit: Hit): boolean {
  if (hit.language === 'de') return true;
  for (let next = at + 1; next <= Math.min(at + 3, verb); next += 1) {
    if (next === verb)
      return /^(?:and|then|also|to|so|now|just|plus)$/.test(sentence.tokens[at]?.word ?? '');
    if (sentence.isNamed(next) || sentence.isTime(next)) return true;
    if (sentence.signals.some(({ from }) => from === next)) return true;
  }
  return false;
}

function isBoundary(at: number, { tokens, text, isTime }: Sentence): boolean {
  const token = tokens[at];
  if (token === undefined) return true;
  if (isTime(at)) return false;
  if (/^(?:[.!?;:]|and|und|but|aber|sondern)$/.test(token.word)) return true;
  const next = tokens[at + 1];
  const isNewLine = next !== undefined && text.slice(token.end, next.start).includes('\n');
  return isNewLine || (token.text === ',' && tokens.length > 2);
}

function hasCondition(hit: Hit, begin: number, sentence: Sentence): boolean {
  const end = sentenceEnd(sentence, hit.at.at(-1) ?? 0);
  return sentence.hits.some(({ concept, at }) => {
    const start = at[0] ?? 0;
    if (concept !== 'condition' || start < begin || start > end) return false;
    return !isBecause(start, sentence) && !sentence.isTime(start);
  });
}
