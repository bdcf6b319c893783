/** Validates the rules that managers set. The limits protect what the product promises. */
import { z } from 'zod';
import { outageScopes, type RuleSettings } from '../../signals/rules/rule.ts';
import { remediations, type SignalType, severities, signalTypes } from '../../words.ts';
import { ruleSettingsLimits } from '../limits.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Characters that end a line, are invisible, or change the direction of the text after them. */
const hiddenCharacters = /[\p{Cc}\p{Zl}\p{Zp}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u;

const text = (most: number) =>
  z
    .string('This must be a text.')
    .trim()
    .min(1, 'This must not be empty.')
    .max(most, `This must have at most ${most} characters.`)
    .refine((value) => !hiddenCharacters.test(value), 'This must be one line of visible text.');

const sentence = text(ruleSettingsLimits.textCharacters);

const sentences = z
  .array(sentence, 'This must be a list of texts.')
  .min(1, 'This must have at least one entry.')
  .max(5, 'This must have at most 5 entries.');

const whole = (least: number, most: number, unit = '') => {
  const range = `This must be a whole number from ${least} to ${most}${unit}.`;
  return z.int(range).min(least, range).max(most, range);
};

const ms = (least: number, most: number) => whole(least, most, ' (milliseconds)');

function unique<T>(values: readonly T[]): boolean {
  return new Set(values).size === values.length;
}

const flag = z.boolean('This must be true or false.');

const oneOf = <const T extends readonly string[]>(words: T) =>
  z.enum(words, `This must be one of ${words.join(', ')}.`);

const detailAdvice = z.strictObject({
  whenDetailHas: z
    .array(text(100), 'This must be a list of texts.')
    .min(1, 'This must have at least one entry.')
    .max(20, 'This must have at most 20 entries.'),
  belowPercent: z
    .number('This must be a number from 0 to 100.')
    .min(0, 'This must be a number from 0 to 100.')
    .max(100, 'This must be a number from 0 to 100.')
    .exactOptional(),
  recommendedAction: sentence,
});

/** The members of a rule that settings can change. */
export const ruleMembers = {
  label: text(ruleSettingsLimits.labelCharacters).exactOptional(),
  severity: oneOf(severities).exactOptional(),
  opensAfterMs: ms(0, ruleSettingsLimits.opensAfterMs).exactOptional(),
  investigateForMs: ms(0, ruleSettingsLimits.investigateForMs).exactOptional(),
  escalatesAfterMs: ms(
    ruleSettingsLimits.escalatesAfterMs.least,
    ruleSettingsLimits.escalatesAfterMs.most,
  )
    .nullable()
    .exactOptional(),
  impact: sentence.exactOptional(),
  description: sentence.exactOptional(),
  causes: sentences.exactOptional(),
  resolutions: sentences.exactOptional(),
  recommendedAction: sentence.exactOptional(),
  adviceByDetail: z
    .array(detailAdvice, 'This must be a list of advice.')
    .max(30, 'This must have at most 30 entries.')
    .exactOptional(),
  remediations: z
    .array(oneOf(remediations), 'This must be a list of remediations.')
    .max(
      ruleSettingsLimits.remediations,
      `This must have at most ${ruleSettingsLimits.remediations} entries.`,
    )
    .refine(unique, 'Each remediation can appear here only once.')
    .exactOptional(),
  isMisconfiguration: flag.exactOptional(),
  watchForMs: ms(minuteMs, 7 * dayMs).exactOptional(),
  isOn: flag.exactOptional(),
};

/** The settings of one rule. */
export const ruleOverride = z.strictObject(ruleMembers);

const neverImportant = 'Default credentials never become important: meetings work all the same.';

/**
 * Meetings work with a default password, so the fault is shown and never affects the room's health.
 */
export const credentialsOverride = z.strictObject({
  ...ruleMembers,
  severity: z.literal('warning', neverImportant).exactOptional(),
  escalatesAfterMs: z.null(neverImportant).exactOptional(),
});

const overrideByType = Object.fromEntries(
  signalTypes.map((type) => {
    const override = type === 'default-credentials' ? credentialsOverride : ruleOverride;
    return [type, override.exactOptional()];
  }),
) as Record<SignalType, z.ZodExactOptional<typeof ruleOverride>>;

const clock = z
  .string('This must be a time of day, HH:MM.')
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'This must be a time of day from 00:00 to 23:59.');

const groupMembers = {
  rules: z.strictObject(overrideByType).exactOptional(),
  closesAfterMs: ms(hourMs, 90 * dayMs).exactOptional(),
  flapping: z
    .strictObject({
      changes: whole(2, 100).exactOptional(),
      withinMs: ms(minuteMs, dayMs).exactOptional(),
      quietForMs: ms(minuteMs, dayMs).exactOptional(),
    })
    .exactOptional(),
  remediation: z
    .strictObject({
      attemptsPerDay: whole(0, 24).exactOptional(),
      allowedHours: z.strictObject({ from: clock, to: clock }).exactOptional(),
      resultWithinMs: ms(minuteMs, dayMs).exactOptional(),
      watchForMs: ms(0, hourMs).exactOptional(),
      meetingNewsMs: ms(minuteMs, hourMs).exactOptional(),
    })
    .exactOptional(),
  remindBeforeMs: ms(0, dayMs).exactOptional(),
};

/** The settings of one room group. */
export const groupOverride = z.strictObject(groupMembers);

const namesNoGroup =
  'A group is named by one line of 1 to 80 characters, without blanks around it.';

/**
 * The same length limit as for the groups of rooms. A name is rejected and not trimmed, because two
 * names must not become equal.
 */
const groupName = z
  .string()
  .max(80, namesNoGroup)
  .refine(
    (name) => name !== '' && name === name.trim() && !hiddenCharacters.test(name),
    namesNoGroup,
  );

/** At least two missed heartbeats, because a single missed one proves nothing. */
const disconnectedAfterMs = ms(10 * minuteMs, dayMs);

/**
 * The settings document. It is read as a whole: with one fault, the previous document stays in
 * force.
 */
export const ruleSettings = z.strictObject({
  version: whole(0, 1_000_000_000),
  deployment: z.strictObject({
    ...groupMembers,
    disconnectedAfterMs: disconnectedAfterMs.exactOptional(),
    outage: z
      .strictObject({
        rooms: whole(2, 10_000).exactOptional(),
        withinMs: ms(minuteMs, hourMs).exactOptional(),
        lingersMs: ms(minuteMs, dayMs).exactOptional(),
        scopes: z
          .array(oneOf(outageScopes), 'This must be a list of scopes.')
          .refine(unique, 'Each scope can appear here only once.')
          .exactOptional(),
      })
      .exactOptional(),
  }),
  groups: z
    .record(groupName, groupOverride)
    .refine(
      (groups) => Object.keys(groups).length <= ruleSettingsLimits.groups,
      `At most ${ruleSettingsLimits.groups} groups can have rules of their own.`,
    ),
});

/** One fault of a settings document, with a JSON pointer to its position. */
export type SettingsFault = { readonly pointer: string; readonly reason: string };

export type ReadSettings =
  | { readonly settings: RuleSettings }
  | { readonly faults: readonly SettingsFault[] };

/** The settings in a parsed document, or all its faults. Never throws. */
export function readRuleSettings(document: unknown): ReadSettings {
  const read = ruleSettings.safeParse(document);
  if (read.success) return { settings: read.data };
  const faults = read.error.issues.flatMap(faultsOf);
  return { faults: faults.slice(0, ruleSettingsLimits.faults) };
}

function faultsOf(issue: z.core.$ZodIssue): SettingsFault[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      reason: 'This cannot be set here.',
    }));
  const reason = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? '') : issue.message;
  const isMissing = issue.code === 'invalid_type' && issue.message.startsWith('Invalid');
  return [
    {
      pointer: pointerTo(issue.path),
      reason: isMissing ? 'This must be an object with members that can be set.' : reason,
    },
  ];
}

function pointerTo(path: readonly PropertyKey[]): string {
  const parts = path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
  return parts.map((part) => `/${part.slice(0, 100)}`).join('');
}
