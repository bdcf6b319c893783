/** Finds the command or severity that a misspelt word means. */
import type { Severity } from '@rooms-pro/core';
import leven from 'leven';
import { type CommandName, commandNames } from './chatCommand.ts';

/** Other words for commands. Each of them can mean one command only. */
const alsoCalled: ReadonlyMap<string, CommandName> = new Map<string, CommandName>(
  Object.entries({
    '?': 'help',
    commands: 'help',
    menu: 'help',
    start: 'help',
    hi: 'hello',
    hey: 'hello',
    hallo: 'hello',
    summary: 'status',
    health: 'status',
    incident: 'incidents',
    issues: 'incidents',
    problems: 'incidents',
    tickets: 'incidents',
    mute: 'suppress',
    silence: 'suppress',
    unmute: 'unsuppress',
    reply: 'respond',
    outage: 'status',
    outages: 'status',
  } as const),
);

type Near = { readonly name: CommandName; readonly distance: number; readonly isTie: boolean };

/** The command that this word names or almost names; `null` when the match is uncertain. */
export function commandMeantBy(word: string): CommandName | null {
  const exact = commandNames.find((name) => name === word) ?? alsoCalled.get(word);
  if (exact) return exact;
  const near = nearestTo(word);
  if (!near || near.isTie) return null;
  // A short word must keep its first letter.
  const allowed = word.length < 4 ? 1 : 2;
  const keepsFirstLetter = word.length > 4 || word[0] === near.name[0];
  return near.distance <= allowed && keepsFirstLetter ? near.name : null;
}

/** The command to suggest for an unknown word; `null` when no command is similar. */
export function suggestionFor(word: string): CommandName | null {
  const near = nearestTo(word);
  return near && near.distance <= Math.max(2, Math.floor(word.length / 2)) ? near.name : null;
}

/** The severity that a lower-case word names; `null` when the word does not name a severity. */
export function severityMeantBy(word: string): Severity | null {
  if (word.length < 6) return null;
  if (leven(word, 'important') <= 2) return 'important';
  return leven(word, 'warning') <= 1 || leven(word, 'warnings') <= 1 ? 'warning' : null;
}

function nearestTo(word: string): Near | null {
  const near = commandNames
    .map((name) => ({ name, distance: slipsBetween(word, name) }))
    .sort((one, other) => one.distance - other.distance);
  const [best, next] = near;
  return best ? { ...best, isTie: best.distance === next?.distance } : null;
}

/** The number of typing errors between a word and a name. */
export function slipsBetween(word: string, name: string): number {
  return isSwapOf(word, name) ? 1 : leven(word, name);
}

/** Whether both have the same letters in another order. This counts as one typing error, although it is two edits. */
function isSwapOf(word: string, name: string): boolean {
  return word.length === name.length && [...word].sort().join('') === [...name].sort().join('');
}
