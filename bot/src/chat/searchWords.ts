/** Forgives what people type into a search: filler words, severities, slips in the words of signals. */
import { clip, type Rules, type Severity, withoutHidden } from '@rooms-pro/core';
import { severityMeantBy, slipsBetween } from './spelling.ts';

/** One way to read a search. */
export type Reading = { readonly text: string; readonly severity: Severity | null };

const longest = 200;

/** Says nothing about what is looked for. */
const fillers = new Set(
  'in at of for from on the a all open room rooms ticket tickets incident incidents'.split(' '),
);

/** The search on one line, without marks that cannot be seen. */
export function cleanSearch(text: string): string {
  return clip(withoutHidden(text).replace(/\s+/g, ' ').trim(), longest).trim();
}

/** The ways to read a clean search, the most literal first; the first that finds something holds. */
export function readingsOf(text: string, rules: Rules): readonly Reading[] {
  const literal: Reading = { text, severity: null };
  const forgiving = forgive(text, rules);
  return forgiving.text === text && forgiving.severity === null ? [literal] : [literal, forgiving];
}

function forgive(text: string, rules: Rules): Reading {
  let severity: Severity | null = null;
  const known = signalWords(rules);
  const words = text
    .toLowerCase()
    .replaceAll('#', '')
    .split(' ')
    .filter((word) => {
      const said = severity ? null : severityMeantBy(word);
      if (said) severity = said;
      return !said && word !== '' && !fillers.has(word);
    });
  const meant = words.map((word) => nearestOf(known, word)).join(' ');
  return { text: clip(meant, longest), severity };
}

/** The word of a signal that was surely meant, else the word as it stands. */
function nearestOf(known: readonly string[], word: string): string {
  // A part of a word is somebody still typing; short words resemble too many others.
  if (word.length < 5 || known.some((one) => one.includes(word))) return word;
  const allowed = word.length < 8 ? 1 : 2;
  const near = known.filter((one) => slipsBetween(word, one) <= allowed);
  return near.length === 1 && near[0] !== undefined ? near[0] : word;
}

const wordsOfRules = new WeakMap<Rules['byType'], readonly string[]>();

/** Every word of a signal's label; kept, because it is asked for with each letter that is typed. */
function signalWords(rules: Rules): readonly string[] {
  const { byType } = rules.live?.() ?? rules;
  const made = wordsOfRules.get(byType);
  if (made) return made;
  const words = Object.values(byType).flatMap(({ label }) => label.toLowerCase().split(/[\s/-]+/));
  const distinct = [...new Set(words)];
  wordsOfRules.set(byType, distinct);
  return distinct;
}
