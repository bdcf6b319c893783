/** What people write to a ticket: responses, notes, and the reason why a reported problem is over. */

import type { Meaning } from '../meaning.ts';
import type { Sentence } from '../sentence.ts';
import type { Setting, World } from '../world.ts';
import { contentWords } from './conversation.ts';
import { skipMarks, textOf, textWithout, tidy, withoutLeadIn } from './freeText.ts';
import type { Act } from './orders.ts';
import { mentionedTargets, readTargets, targetSlots } from './targets.ts';
import { ask, ownTargets, reportedBefore, ticketSlots } from './working.ts';

const joints =
  /^(?:to|on|for|zu|zum|auf|bei|an|in|im|ticket|tickets|incident|the|das|and|und|with|mit|of|von|it|es|this|no|nr|number)$/;

/** The tickets right after a verb, and the index after them. */
function leadingTickets(
  act: Act,
  sentence: Sentence,
): { readonly to: number; readonly count: number } {
  let to = skipMarks(sentence, (act.hit.at.at(-1) ?? 0) + 1, joints);
  let count = 0;
  let end = (act.hit.at.at(-1) ?? 0) + 1;
  for (let span = spanAt(sentence, to); span !== undefined; span = spanAt(sentence, to)) {
    count += 1;
    end = span.to;
    to = skipMarks(sentence, end, joints);
  }
  return { to: end, count };
}

function spanAt(sentence: Sentence, at: number) {
  return [...sentence.tickets, ...sentence.names].find(({ from }) => from === at);
}

/** `respond 1003-2 reseated the microphone`, `note 1007-1: …`: everything after the ticket is the text. */
export function readNotes(
  intent: 'respond' | 'message',
  act: Act,
  sentence: Sentence,
  world: World,
  setting: Setting,
): Meaning {
  const lead = leadingTickets(act, sentence);
  const isLead = lead.count > 0 || Boolean(setting.under);
  const within = isLead ? (index: number) => index < lead.to : undefined;
  const { slots, doubt } = ticketSlots(
    ownTargets(sentence, world, setting, within),
    sentence,
    world,
  );
  const targets = readTargets(sentence, world, within);
  const notes = tidy(
    isLead
      ? textOf(sentence, (index) => index >= lead.to)
      : textWithout(sentence, [
          ...targets.spans,
          ...act.hit.at.map((at) => ({ from: at, to: at + 1 })),
        ]),
  ).replace(/^(?:that|dass|with|mit|saying|:)\s+/i, '');
  const known = notes === '' ? slots : { ...slots, notes };
  if (doubt !== null) return ask(doubt, intent, known, sentence);
  if (notes === '' || isOnlySmall(notes)) return ask({ kind: 'whatDone' }, intent, slots, sentence);
  return { intent, slots: known, language: sentence.language };
}

function isOnlySmall(notes: string): boolean {
  return /^(?:please|bitte|thanks|danke|to|it|es|that|the|now|ticket)$/i.test(notes);
}

const hedge =
  /(?:[,;.]|\s+(?:so|also|und|and|damit))\s*(?:(?:so|also|damit|and|und|now|it|es|das|that|this|jetzt|der|die|the|everything|alles|ticket)\s+)*(?:should|sollte|muesste|müsste|must)\b[^,;.]*$/i;

/** `will be fixed tomorrow`, `wird getauscht`: nothing was done yet. */
export function isFutureDeed({ hits, tokens }: Sentence): boolean {
  const deeds = hits.filter(({ concept }) => concept === 'deed');
  return deeds.every(({ at }) =>
    tokens
      .slice(Math.max(0, (at[0] ?? 0) - 5), at[0])
      .some(({ word }) =>
        /^(?:will|ll|gonna|going|wird|werden|werde|wirst|muss|must|needs?)$/.test(word),
      ),
  );
}

/** What was done, without the word “respond”: `I replaced the HDMI cable, 1001-1 should be good now`. */
export function readDeed(sentence: Sentence, world: World, setting: Setting): Meaning | null {
  const targets = setting.under
    ? mentionedTargets(setting, world)
    : ownTargets(sentence, world, setting);
  const { slots, doubt } = ticketSlots(targets, sentence, world);
  const reported = isOver(sentence) ? reportedBefore(setting, world) : null;
  if (reported !== null)
    return { intent: 'resolve', slots: targetSlots(reported, world), language: sentence.language };
  if (targets.isEmpty && doubt === null) return null;
  const tickets = setting.under ? [] : sentence.tickets;
  const full = tidy(textWithout(sentence, tickets));
  const short = tidy(full.replace(hedge, ''));
  const prepositions =
    /^(?:on|at|in|for|bei|zu|an|auf|fuer|für|von|of)\b\s*|\s+(?:on|at|in|for|bei|zu|an|auf|fuer|für|von|of|the|ticket)$/gi;
  const notes = setting.under
    ? tidy(sentence.text)
    : tidy((short === '' ? full : short).replace(prepositions, ''));
  const known = { ...slots, notes };
  if (doubt !== null) return ask(doubt, 'respond', known, sentence);
  return { intent: 'respond', slots: known, language: sentence.language };
}

/** `it's fixed`: the problem is over, without what was done. */
function isOver({ text, tickets, names }: Sentence): boolean {
  const said =
    /^(?:it|that|this|das|es|alles|everything)?(?:['’]?s| is| ist| hat sich)?\s*(?:all |already |schon |wieder |now |jetzt |inzwischen )*(?:fixed|solved|sorted|resolved|done|gone|behoben|erledigt|gelöst|geloest|repariert|gefixt)(?: now| already| jetzt)?$/i;
  return tickets.length + names.length === 0 && said.test(tidy(text).replace(/[.!]+$/, ''));
}

/** `resolve 1003-2 replaced the pod`. */
export function readResolve(act: Act, sentence: Sentence, world: World, setting: Setting): Meaning {
  const own = ownTargets(sentence, world, setting);
  // `mach zu`, right after a report: the reported problem.
  const isShort = own.isEmpty && own.doubt === null && contentWords(sentence) <= 3;
  const targets = (isShort ? reportedBefore(setting, world) : null) ?? own;
  const named = ticketSlots(targets, sentence, world);
  const { slots } = named;
  const spans = [...targets.spans, ...act.hit.at.map((at) => ({ from: at, to: at + 1 }))];
  const isPolite = (index: number) =>
    sentence.conceptsAt(index).some((one) => /^(?:request|you)$/.test(one)) ||
    (sentence.conceptsAt(index).includes('please') &&
      /^(?:please|bitte|pls|mal|now|jetzt)$/.test(sentence.tokens[index]?.word ?? ''));
  const isSpan = (index: number) => spans.some(({ from, to }) => index >= from && index < to);
  const lastOfOrder = Math.max(act.hit.at.at(-1) ?? 0, ...targets.spans.map(({ to }) => to - 1));
  const text = textOf(sentence, (index) => {
    if (isSpan(index) || (index <= lastOfOrder + 1 && isPolite(index))) return false;
    const word = sentence.tokens[index]?.word ?? '';
    return !(
      index <= lastOfOrder + 1 &&
      /^(?:it|that|this|es|das|the|ticket|incident|as|als|die|den|stoerung)$/.test(word)
    );
  });
  const reason = withoutLeadIn(text)
    .replace(/^(?:(?:please|bitte|thanks|danke)\b[\s,;:.!]*)+/i, '')
    .replace(/[.]+$/, '');
  const known = reason === '' ? slots : { ...slots, reason };
  if (named.doubt !== null) return ask(named.doubt, 'resolve', known, sentence);
  return { intent: 'resolve', slots: known, language: sentence.language };
}
