/** The results of an order as a card, in the language of the message. */
import { findOpenTicket, findRecord, type Room, roleLabels } from '@rooms-pro/core';
import { type AdaptiveCard, withSentence } from '../../cards/index.ts';
import type { CommandResult } from '../../commands/executeCommand.ts';
import { personalCard } from '../../commands/personalCard.ts';
import { formatAt, type ReadDeps, textsIn } from '../answers/answerDeps.ts';
import { labelOf } from '../answers/details.ts';
import { replyCard, type Say } from '../answers/reply.ts';
import type { Texts } from '../texts/en.ts';
import type { Intent, Language, Meaning, Slots } from '../understanding/meaning.ts';
import type { ActDeps } from './actDeps.ts';
import type { Step } from './steps.ts';

export type Result = { readonly step: Step; readonly result: CommandResult };

export function resultCard(
  meaning: Meaning,
  results: readonly Result[],
  canUndo: boolean,
  deps: ActDeps,
): AdaptiveCard {
  const { slots, language, intent } = meaning;
  const t = textsIn(language);
  const [only, ...others] = results;
  if (only === undefined) return replyCard({ sentences: [t.refused.nothing] });
  const undo: Say[] = canUndo
    ? [{ title: t.buttons.undo, say: language === 'de' ? 'rückgängig' : 'undo' }]
    : [];
  if (others.length === 0) return singleCard(meaning, only, undo, deps);
  const done = results.filter(({ result }) => result.ok);
  const failed = results.filter(({ result }) => !result.ok);
  const what = t.done.rooms([
    ...new Set(done.map(({ step }) => (slots.tickets ? labelOf(step, deps) : step.room.name))),
  ]);
  const first =
    done[0] &&
    sentenceFor(intent, slots, done[0], language, deps, slots.tickets ? undefined : what);
  return replyCard({
    sentences: [
      ...(done.length === 0
        ? []
        : [
            t.done.many(done.length, slots.tickets ? (slots.tickets.join(', ') ?? '') : what),
            first ?? '',
          ]),
      ...(failed.length === 0
        ? []
        : [t.done.failed(failed.length), ...failed.map((one) => refusal(one, t, deps))]),
    ].filter((sentence) => sentence !== ''),
    notes: undo.length > 0 ? [t.done.undoHint] : [],
    buttons: undo,
  });
}

function singleCard(
  { slots, language, intent }: Meaning,
  only: Result,
  undo: readonly Say[],
  deps: ActDeps,
): AdaptiveCard {
  const t = textsIn(language);
  const { step, result } = only;
  const room = result.room ?? step.room;
  const signal = intent === 'report' ? 'reported' : (result.signal ?? step.signal);
  if (!result.ok) {
    const respond =
      result.code === 'telemetryResolves' && slots.ticket
        ? [
            {
              title: t.buttons.respond(slots.ticket),
              say: `respond ${slots.ticket} ${slots.reason ?? ''}`.trim(),
            },
          ]
        : [];
    const isOwn = language === 'en' && result.code !== 'telemetryResolves';
    return replyCard({
      sentences: [isOwn ? result.sentence : refusal(only, t, deps)],
      buttons: respond,
    });
  }
  const sentence =
    intent === 'report' && language === 'en'
      ? result.sentence
      : sentenceFor(intent, slots, only, language, deps);
  const notes = intent === 'suppress' && slots.until === undefined ? [t.defaultEnd] : [];
  const hasCard =
    signal !== null &&
    findOpenTicket(findRecord(room, signal)) !== null &&
    !(intent === 'report' && deps.getsCards);
  if (!hasCard || language !== 'en')
    return replyCard({ sentences: [sentence], notes, buttons: undo });
  const card = withSentence([sentence, ...notes].join(' '), personalCard(room, signal, deps));
  const actions = [...(card.actions ?? []), ...(replyCard({ buttons: undo }).actions ?? [])].slice(
    0,
    6,
  );
  return { ...card, ...(actions.length > 0 ? { actions } : {}), fallbackText: sentence };
}

/** What was done, in one sentence. */
function sentenceFor(
  intent: Intent,
  slots: Slots,
  { step, result }: Result,
  language: Language,
  deps: ActDeps,
  many?: string,
): string {
  const t = textsIn(language);
  const room = result.room ?? step.room;
  const label = many ?? labelOf({ room, signal: step.signal }, deps);
  switch (intent) {
    case 'respond':
      return t.done.respond(label);
    case 'message':
      return t.done.message(label);
    case 'suppress': {
      const suppression =
        step.signal === null ? room.suppression : findRecord(room, step.signal).suppression;
      return t.done.suppress(
        label,
        suppression ? untilWords(suppression.until, t, language, deps) : '',
      );
    }
    case 'unsuppress':
      return t.done.unsuppress(label);
    case 'assign':
      return t.done.assign(
        label,
        slots.person === undefined || slots.person === 'me' ? t.done.you : slots.person,
      );
    case 'unassign':
      return t.done.unassign(label);
    case 'remediate':
      return t.done.remediate(
        room.name,
        slots.remediation ? t.words.remediation[slots.remediation] : '',
      );
    case 'report':
      return t.done.report(room.name);
    case 'resolve':
      return t.done.resolve(label);
    case 'enrol':
      return t.done.enrol(room.name);
    default:
      return result.sentence;
  }
}

function untilWords(
  until: NonNullable<Room['suppression']>['until'],
  t: Texts,
  language: Language,
  deps: ReadDeps,
): string {
  if (until.kind === 'time') return t.untilTime(formatAt(until.at, language, deps.timeZone));
  return until.kind === 'recovery' ? t.untilRecovery : t.untilLifted;
}

/** Why nothing changed, in the language of the texts. */
function refusal({ step, result }: Result, t: Texts, deps: ActDeps): string {
  const label = labelOf({ room: result.room ?? step.room, signal: step.signal }, deps);
  const record = step.signal && findRecord(result.room ?? step.room, step.signal);
  const suppression = record ? record.suppression : (result.room ?? step.room).suppression;
  switch (result.code) {
    case 'telemetryResolves':
      return t.refused.telemetryResolves(label);
    case 'notSuppressed':
      return t.refused.notSuppressed(label);
    case 'alreadySuppressed':
      return t.refused.alreadySuppressed(label, suppression?.by.name ?? '');
    case 'alreadyAssigned':
    case 'assignedToOther':
      return t.refused.alreadyAssigned(label, record?.ticket?.assignee?.name ?? '');
    case 'notAssigned':
      return t.refused.notAssigned(label);
    case 'alreadyEnrolled':
      return t.refused.alreadyEnrolled(label);
    case 'noDeviceForCommands':
      return t.refused.noDevice(label);
    case 'noIncident':
      return t.refused.noIncident(label);
    case 'notPermitted':
      return t.refused.notPermitted(roleLabels[roleNeeded(result.sentence)]);
    default:
      return t.refused.other(result.sentence);
  }
}

function roleNeeded(sentence: string): keyof typeof roleLabels {
  const role = /role (\w+)/.exec(sentence)?.[1]?.toLowerCase();
  return role === 'technician' || role === 'lead' ? role : 'manager';
}
