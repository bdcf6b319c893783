/** Reports of faults: with the word “report”, and descriptions of a fault in a room. */

import type { Meaning, Slots } from '../meaning.ts';
import type { Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { fits } from './aims.ts';
import { textWithout, tidy } from './freeText.ts';
import type { Act } from './orders.ts';
import { readTargets, type Targets, targetSlots } from './targets.ts';
import { ask, ownTargets } from './working.ts';

const leadIn =
  /^(?:(?:please|bitte|that|dass|(?:a|an|the|ein|eine|das|die|new|neue) (?=(?:new |neue )?(?:problem|fault|issue|st(?:ö|oe)rung))|problem|fault|issue|stoerung|störung|with|in|at|for|im|von|of|mit|is|there is|there's|theres|there are|there|es gibt|gibt es|gibt|we have|wir haben|it has|has|hat|hier|hi|hello|hey|hallo|room|raum|the room|der raum|and|und|also|to|from|mal|on)(?:\s+|\s*[:,]\s*|$)|[:,;.–—-]\s*)+/i;
const trailing = /(?:[,;:]?\s+(?:please|bitte|thanks|danke|thx|pls))+[.!]?$/i;

/** The words of the fault: the text without the room and what leads to it. */
function faultText(sentence: Sentence, targets: Targets, act: Act | null): string {
  const verb = act === null ? [] : act.hit.at.map((at) => ({ from: at, to: at + 1 }));
  const rooms = targets.spans.map(({ from, to }) => ({ from: beforeName(from, sentence), to }));
  const text = tidy(textWithout(sentence, [...rooms, ...verb]));
  const words = tidy(text.replace(leadIn, '')).replace(trailing, '');
  return tidy(words.replace(/[\s\p{Extended_Pictographic}]+$/u, ''));
}

/** The words that lead to a name: `in the room Clover`. */
function beforeName(from: number, { tokens }: Sentence): number {
  let at = from;
  while (
    at > 0 &&
    /^(?:room|raum|the|der|dem|den|im|in|at|for|fuer|von|of|bei|aus|inside|beim)$/.test(
      tokens[at - 1]?.word ?? '',
    )
  )
    at -= 1;
  return at;
}

/** An order to report. */
export function readReport(act: Act, sentence: Sentence, world: World, setting: Setting): Meaning {
  const verbEnd = (act.hit.at.at(-1) ?? 0) + 1;
  const targets = ownTargets(sentence, world, setting);
  const notes = faultText(sentence, { ...targets, spans: roomSpans(sentence) }, act);
  const slots = withNotes(targetSlots(onlyRooms(targets), world), notes);
  if (targets.doubt !== null) return ask(targets.doubt, 'report', slots, sentence);
  if (targets.rooms.length > 1) return ask({ kind: 'whichRoom' }, 'report', slots, sentence);
  if (targets.rooms.length === 0) return ask({ kind: 'whichRoom' }, 'report', slots, sentence);
  const isFine = sentence.has('healthy', 'status') && !sentence.has('fault', 'broken', 'not');
  if (notes === '' || isFine || verbEnd >= sentence.tokens.length)
    return ask({ kind: 'whatWrong' }, 'report', slots, sentence);
  const open = openIncident(targets.rooms[0] ?? 0, sentence, world);
  if (open !== null) return openMeaning(open, slots, sentence);
  return { intent: 'report', slots, language: sentence.language };
}

/** A fault of one known room, without an order: `no sound in Clover`. */
export function readFault(sentence: Sentence, world: World): Meaning | null {
  const targets = readTargets(sentence, world);
  const notes = faultText(sentence, targets, null);
  const slots = withNotes(targetSlots(onlyRooms(targets), world), notes);
  if (targets.doubt !== null) return ask(targets.doubt, 'report', slots, sentence);
  const [room, ...others] = targets.rooms;
  if (room === undefined || others.length > 0 || targets.tickets.length > 0)
    return targets.tickets.length > 0
      ? null
      : ask({ kind: 'whichRoom' }, 'report', slots, sentence);
  const open = openIncident(room, sentence, world);
  if (open !== null) return openMeaning(open, slots, sentence);
  const hasOther = world
    .ticketsOf(room)
    .some(({ state, isSuppressed }) => isOpenState(state) && !isSuppressed);
  if (hasOther) return ask({ kind: 'openAlready' }, 'report', slots, sentence);
  if (notes === '') return ask({ kind: 'whatWrong' }, 'report', slots, sentence);
  return { intent: 'report', slots, language: sentence.language };
}

function isOpenState(state: string): boolean {
  return state === 'needsAction' || state === 'systemInvestigating';
}

/** The open incident of the room that the words describe; `null`: none fits. */
function openIncident(room: number, sentence: Sentence, world: World) {
  const open = world
    .ticketsOf(room)
    .filter(({ state, isSuppressed }) => isOpenState(state) && !isSuppressed);
  return (
    open.find(({ signal }) => sentence.signals.some((span) => fits(signal, span))) ??
    audible(open, sentence)
  );
}

/** The open incident of the sound or of the picture, when the words describe one of them. */
function audible(open: ReturnType<World['ticketsOf']>, { text }: Sentence) {
  const isSound = /\b(?:sound|audio|hea(?:r|rd)|ton|hör|hoer|voice)/i.test(text);
  const isPicture =
    /\b(?:picture|image|black|dark|blank|bild|schwarz|dunkel|flacker|flicker)/i.test(text);
  return (
    open.find(({ signal }) => isSound && /speaker|microphone/.test(signal)) ??
    open.find(({ signal }) => isPicture && /^display/.test(signal)) ??
    null
  );
}

function openMeaning(
  open: ReturnType<World['ticketsOf']>[number],
  slots: Slots,
  sentence: Sentence,
): Meaning {
  return {
    intent: 'ticket',
    slots: { ...slots, ticket: open.number },
    language: sentence.language,
    isReport: true,
  };
}

function withNotes(slots: Slots, notes: string): Slots {
  return notes === '' ? slots : { ...slots, notes };
}

function onlyRooms(targets: Targets): Targets {
  return {
    ...targets,
    tickets: [],
    places: targets.rooms.length > 0 ? [] : targets.places,
    floors: [],
    groups: [],
    not: null,
  };
}

function roomSpans(sentence: Sentence) {
  return sentence.names.filter(
    ({ kind }) => kind === 'room' || kind === 'place' || kind === 'unknown',
  );
}
