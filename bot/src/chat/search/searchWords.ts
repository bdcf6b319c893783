/** Interprets the text of a search: removes filler words, finds severities, corrects the words of signals. */
import { clip, type Rules, type Severity, withoutHidden } from '@rooms-pro/core';
import { slipsBetween } from '../understanding/text/spelling.ts';
import { severityMeantBy } from './spelling.ts';

/** One interpretation of a search. */
export type Reading = { readonly text: string; readonly severity: Severity | null };

const longest = 200;

/** Words that do not limit a search. */
const fillers = new Set(
  'in at of for from on the a all open room rooms ticket tickets incident incidents'.split(' '),
);

/** The search on one line, without invisible characters. */
export function cleanSearch(text: string): string {
  return clip(withoutHidden(text).replace(/\s+/g, ' ').trim(), longest).trim();
}

/** The interpretations of a clean search, the most literal first. The caller uses the first one with results. */
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

/** The only similar word of a signal's label, else the word without a change. */
function nearestOf(known: readonly string[], word: string): string {
  // The person may still be typing a word; short words are similar to too many others.
  if (word.length < 5 || known.some((one) => one.includes(word))) return word;
  const allowed = word.length < 8 ? 1 : 2;
  const near = known.filter((one) => slipsBetween(word, one) <= allowed);
  return near.length === 1 && near[0] !== undefined ? near[0] : word;
}

const wordsOfRules = new WeakMap<Rules['byType'], readonly string[]>();

/** Every word of the signals' labels. Cached, because each typed letter starts a search. */
function signalWords(rules: Rules): readonly string[] {
  const { byType } = rules;
  const made = wordsOfRules.get(byType);
  if (made) return made;
  const words = Object.values(byType).flatMap(({ label }) => label.toLowerCase().split(/[\s/-]+/));
  const distinct = [...new Set(words)];
  wordsOfRules.set(byType, distinct);
  return distinct;
}
