/** An order in words that the chat understands: what a button sends. */
import { typedTime } from './answers/answerDeps.ts';
import type { Intent, Language, Slots } from './understanding/meaning.ts';

/** The order again, in words that the chat understands, with another target or end. */
export function orderText(
  meant: Intent,
  slots: Slots,
  language: Language,
  timeZone: string,
): string {
  const isGerman = language === 'de';
  const target =
    slots.ticket ??
    slots.tickets?.join(isGerman ? ' und ' : ' and ') ??
    slots.room ??
    slots.rooms?.join(isGerman ? ' und ' : ' and ') ??
    slots.place ??
    slots.group ??
    '';
  const end = slots.until === undefined ? '' : endText(slots.until, language, timeZone);
  const reason = slots.reason ? ` ${isGerman ? 'weil' : 'because'} ${slots.reason}` : '';
  const what = slots.remediation ? remediationText[slots.remediation] : '';
  switch (meant) {
    case 'suppress':
      return `suppress ${target}${end === '' ? '' : ` ${end}`}${reason}`;
    case 'assign':
      return `assign ${target} to ${slots.person ?? 'me'}`;
    case 'remediate':
      return `remediate ${target} ${what}`.trim();
    case 'respond':
      return `respond ${target} ${slots.notes ?? ''}`.trim();
    case 'message':
      return `note ${target}: ${slots.notes ?? ''}`.trim();
    case 'report':
      return `report ${slots.room ?? target}: ${slots.notes ?? ''}`.trim();
    case 'resolve':
      return `resolve ${target}${slots.reason ? ` ${slots.reason}` : ''}`;
    case 'enrol':
    case 'unsuppress':
    case 'unassign':
    case 'subscribe':
    case 'unsubscribe':
      return `${meant} ${target}`.trim();
    case 'why':
    case 'who':
    case 'history':
      return `${meant} ${target}`;
    case 'incidents':
    case 'rooms':
    case 'status':
      return `${meant} ${target}`.trim();
    default:
      return target;
  }
}

const remediationText = {
  restartApp: 'restart app',
  restartDevice: 'restart device',
  cleanUp: 'clean up',
  update: 'update',
  collectLogs: 'collect logs',
} as const;

function endText(until: NonNullable<Slots['until']>, language: Language, timeZone: string): string {
  if (until === 'recovery') return language === 'de' ? 'bis es wieder geht' : 'until it recovers';
  if (until === 'lifted') return language === 'de' ? 'bis auf Weiteres' : 'until lifted';
  return `${language === 'de' ? 'bis' : 'until'} ${typedTime(until, timeZone)}`;
}
