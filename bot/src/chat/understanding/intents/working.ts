/** Orders on a ticket or a room: assign, hand back, respond, note, resolve, remediate, enrol. */
import type { Remediation } from '@rooms-pro/core';
import type { Doubt, Intent, Meaning, Slots } from '../meaning.ts';
import { isCommonWord } from '../names/commonWords.ts';
import { personAt, type Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { fits } from './aims.ts';
import type { Act } from './orders.ts';
import { mentionedTargets, readTargets, type Targets, targetSlots } from './targets.ts';
import { isUnknownAt } from './unknownNames.ts';

/** A clarification with what was understood. */
export function ask(
  doubt: Doubt,
  meant: Intent | null,
  slots: Slots,
  { language }: Sentence,
): Meaning {
  const shared = doubt.kind === 'sharedName' && doubt.near.length > 1 ? { rooms: doubt.near } : {};
  return {
    intent: 'clarify',
    slots: { ...slots, ...shared },
    language,
    question: { doubt, meant },
  };
}

/** The named targets, else what “it” means. Without a word for it, only the card above counts. */
export function ownTargets(
  sentence: Sentence,
  world: World,
  setting: Setting,
  within?: (index: number) => boolean,
): Targets {
  const named = readTargets(sentence, world, within);
  if (!named.isEmpty || named.doubt !== null) return named;
  const mentioned = mentionedTargets(setting, world);
  return setting.under || sentence.has('it') ? { ...mentioned, spans: named.spans } : named;
}

/** The problem that was reported just before; `null`: the conversation was about something else. */
export function reportedBefore(setting: Setting, world: World): Targets | null {
  const before = mentionedTargets(setting, world);
  const open = [
    ...before.tickets.flatMap((one) => world.ticket(one) ?? []),
    ...before.rooms.flatMap(world.ticketsOf),
  ].filter(({ state }) => state !== 'resolved' && state !== 'closed');
  const [only] = open;
  const isReported = open.length === 1 && only?.signal === 'reported' && !setting.under;
  return isReported ? { ...before, tickets: [only.number], rooms: [] } : null;
}

/** The slots of targets; a room becomes its only open ticket, or the one of the signal that is named. */
export function ticketSlots(
  targets: Targets,
  sentence: Sentence,
  world: World,
): { readonly slots: Slots; readonly doubt: Doubt | null } {
  const slots = targetSlots(targets, world);
  if (targets.doubt !== null) return { slots, doubt: targets.doubt };
  if (targets.tickets.length > 0) return { slots, doubt: null };
  const [room] = targets.rooms;
  if (room === undefined || targets.rooms.length > 1)
    return { slots, doubt: { kind: 'whichTicket' } };
  const open = world
    .ticketsOf(room)
    .filter(({ state }) => state === 'needsAction' || state === 'systemInvestigating');
  const [span] = sentence.signals;
  const fitting = span === undefined ? open : open.filter(({ signal }) => fits(signal, span));
  const [only] = fitting.length > 0 ? fitting : open;
  return only !== undefined && (fitting.length === 1 || open.length === 1)
    ? { slots: { ...slots, ticket: only.number }, doubt: null }
    : { slots, doubt: { kind: 'whichTicket' } };
}

/** `assign 1003-2 to Tomas`, `I'll take it`. */
export function readAssign(act: Act, sentence: Sentence, world: World, setting: Setting): Meaning {
  const { slots, doubt } = ticketSlots(ownTargets(sentence, world, setting), sentence, world);
  const person = act.concept === 'take' ? { person: 'me' } : assignee(act, sentence, world);
  if (doubt !== null) {
    const known = 'person' in person ? { ...slots, ...person } : slots;
    return ask(doubt, 'assign', known, sentence);
  }
  if ('doubt' in person) return ask(person.doubt, 'assign', slots, sentence);
  if (act.concept === 'take' && hasOtherObject(act, sentence))
    return ask({ kind: 'meantOrder' }, 'assign', slots, sentence);
  const verb = act.hit.at.map((at) => sentence.tokens[at]?.word ?? '').join(' ');
  const isTakeOver = /over|reassign|re assign|transfer|hand |pass |uebergib|uebertrag|abnehm/.test(
    verb,
  );
  return {
    intent: 'assign',
    slots: { ...slots, ...person },
    language: sentence.language,
    ...(isTakeOver ? { isTakeOver: true as const } : {}),
  };
}

function assignee(
  act: Act,
  sentence: Sentence,
  world: World,
): { readonly person: string } | { readonly doubt: Doubt } {
  const { tokens } = sentence;
  const addressed = tokens.findIndex(
    ({ word }, at) =>
      /^(?:to|an)$/.test(word) &&
      (isMe(tokens[at + 1]?.word) || sentence.people.some(({ from }) => from === at + 1)),
  );
  if (addressed >= 0) {
    const named = sentence.people.find(({ from }) => from === addressed + 1);
    return { person: named?.name ?? 'me' };
  }
  const names = [...new Set(sentence.people.map(({ name }) => name))];
  const [only] = names;
  if (names.length === 1 && only !== undefined) return { person: only };
  if (names.length > 1)
    return { doubt: { kind: 'unknownPerson', said: names.join(', '), near: names } };
  for (const [index, token] of tokens.entries()) {
    if (isMe(token.word) && !act.hit.at.includes(index)) return { person: 'me' };
    const isTo = /^(?:to|an|auf|dem|der|fuer|for|soll|let|lass)$/.test(token.word);
    if (!isTo) continue;
    const next = index + 1;
    const near = personAt(sentence, next, world);
    if (near !== null && !isCommonWord(tokens[next]?.word ?? '')) return { person: near.name };
    const said = tokens[next];
    const isName = said?.kind === 'word' && !sentence.isNamed(next) && !sentence.isTime(next);
    if (isName && (isUnknownAt(sentence, next) || /^\p{Lu}/u.test(said.text)))
      return { doubt: { kind: 'unknownPerson', said: said.text, near: world.people } };
    if (
      isName &&
      /^(?:him|her|them|someone|somebody|ihn|ihm|ihr|jemand\w*|whoeve\w|my|our|the)$/.test(
        said.word,
      )
    )
      return { doubt: { kind: 'whichPerson' } };
  }
  const loose = tokens.findIndex((_, index) => isUnknownAt(sentence, index));
  const near = loose < 0 ? null : personAt(sentence, loose, world);
  if (near !== null) return { person: near.name };
  const said = tokens[loose]?.text;
  if (said !== undefined) return { doubt: { kind: 'unknownPerson', said, near: world.people } };
  const isFull =
    act.hit.at.length > 1 &&
    /^(?:hand|give|pass|transfer|forward|leave|gib|gebe|geben|put|let)$/.test(
      tokens[act.hit.at[0] ?? 0]?.word ?? '',
    );
  return isFull ? { doubt: { kind: 'whichPerson' } } : { person: 'me' };
}

function isMe(word: string | undefined): boolean {
  return /^(?:me|myself|mir|mich|self)$/.test(word ?? '');
}

/** `unassign 1001-1`. */
export function readUnassign(sentence: Sentence, world: World, setting: Setting): Meaning {
  const { slots, doubt } = ticketSlots(ownTargets(sentence, world, setting), sentence, world);
  if (doubt !== null) return ask(doubt, 'unassign', slots, sentence);
  // The ticket of another person is handed back only when the message names that person.
  const [person] = sentence.people;
  const whose = person === undefined ? {} : { person: person.name };
  return { intent: 'unassign', slots: { ...slots, ...whose }, language: sentence.language };
}

/** `restart the app in Nettle`, `collect logs 1001-1`. */
export function readRemediation(
  act: Act,
  sentence: Sentence,
  world: World,
  setting: Setting,
): Meaning {
  const remediation = remediationOf(act, sentence);
  const targets = ownTargets(sentence, world, setting);
  const known: Slots = {
    ...targetSlots(targets, world),
    ...(remediation === null ? {} : { remediation }),
  };
  const isWide =
    targets.places.length + targets.groups.length + targets.floors.length > 0 ||
    targets.not !== null;
  const later = sentence.times.find(({ kind }) => kind === 'later' || kind === 'past');
  const doubt: Doubt | null =
    targets.doubt ??
    (targets.isEmpty && sentence.has('everything') ? { kind: 'everything' } : null) ??
    (targets.isEmpty ? { kind: 'whichRoom' } : null) ??
    (isWide && targets.rooms.length + targets.tickets.length === 0
      ? { kind: 'manyRooms', rooms: 0 }
      : null) ??
    (remediation === null ? { kind: 'whichRemediation' } : null) ??
    (hasOtherObject(act, sentence) ? { kind: 'meantOrder' } : null) ??
    (later === undefined ? null : { kind: 'notThere', said: timeText(sentence, later) });
  if (doubt !== null) return ask(doubt, 'remediate', known, sentence);
  return { intent: 'remediate', slots: known, language: sentence.language };
}

function timeText(
  { text, tokens }: Sentence,
  { from, to }: { readonly from: number; readonly to: number },
): string {
  return text.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0);
}

function remediationOf(act: Act, sentence: Sentence): Remediation | null {
  if (act.concept === 'cleanUp') return 'cleanUp';
  if (act.concept === 'collectLogs') return 'collectLogs';
  if (act.concept === 'update') return 'update';
  if (act.concept === 'remediate') {
    if (sentence.has('restart')) return restartOf(sentence, false);
    if (sentence.has('cleanUp')) return 'cleanUp';
    if (sentence.has('collectLogs')) return 'collectLogs';
    return sentence.has('update') ? 'update' : null;
  }
  const verb = act.hit.at.map((at) => sentence.tokens[at]?.word ?? '').join(' ');
  return restartOf(sentence, /reboot|boot|cycle|power|off|hochfahren|fahr|aus/.test(verb));
}

function restartOf(sentence: Sentence, isReboot: boolean): Remediation | null {
  if (sentence.has('app')) return 'restartApp';
  if (sentence.has('device') || isReboot) return 'restartDevice';
  return sentence.names.some(({ kind }) => kind === 'room' || kind === 'place') ||
    sentence.has('rooms')
    ? 'restartDevice'
    : null;
}

/** `enroll meridian`. */
export function readEnrol(sentence: Sentence, world: World, setting: Setting): Meaning {
  const targets = ownTargets(sentence, world, setting);
  const slots = targetSlots(targets, world);
  if (targets.doubt !== null) return ask(targets.doubt, 'enrol', slots, sentence);
  if (targets.isEmpty && sentence.has('everything'))
    return ask({ kind: 'everything' }, 'enrol', slots, sentence);
  if (targets.rooms.length === 0) return ask({ kind: 'whichRoom' }, 'enrol', slots, sentence);
  const later = sentence.times.find(({ kind }) => kind === 'later');
  if (later !== undefined)
    return ask({ kind: 'notThere', said: timeText(sentence, later) }, 'enrol', slots, sentence);
  return { intent: 'enrol', slots, language: sentence.language };
}

const noObject =
  /^(?:the|a|an|den|die|das|dem|der|des|in|on|im|am|at|of|for|fuer|von|to|up|my|our|all|auf|an|ein|eine|einen|care|over|after|look|ownership|charge|handle|into|with|mit|bei|beim|zu|and|und|neu|mal|some|more|new|one|ones|got|from|aus|this|that|it|ve|es|latest|neueste[ns]?|logs?|files?)$/;

/** Whether the verb has an object other than the targets: `clean the table in Ferry`, `take a picture of Anchor`. */
function hasOtherObject(act: Act, sentence: Sentence): boolean {
  for (let at = (act.hit.at[0] ?? 0) + 1; at < sentence.tokens.length; at += 1) {
    const token = sentence.tokens[at];
    if (token === undefined || token.kind !== 'word' || sentence.isNamed(at)) return false;
    if (noObject.test(token.word)) continue;
    if (/^(?:picture|photo|foto)s?$/.test(token.word)) return true;
    const isKnown =
      sentence.isTime(at) ||
      sentence.conceptsAt(at).length > 0 ||
      act.hit.at.includes(at) ||
      sentence.signals.some(({ from, to }) => at >= from && at < to);
    if (!isKnown) return true;
  }
  return false;
}
