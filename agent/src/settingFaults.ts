/**
 * Formats faults of the settings: the setting and its allowed values. The sentences do not contain the
 * current value, because it may be a password.
 */
import type { z } from 'zod';

/** Returns one sentence for each setting that has a fault, in the order of the issues. `allowed`: the allowed values of each setting, in words. */
export function formatFaults(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  allowed: Readonly<Record<string, string>>,
): string[] {
  const known = new Map(Object.entries(allowed));
  return [...new Set(issues.flatMap((issue) => formatFault(issue, value, known)))];
}

function formatFault(
  issue: z.core.$ZodIssue,
  value: unknown,
  known: ReadonlyMap<string, string>,
): string[] {
  const setting = issue.path[0];
  if (setting === undefined)
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map((name) => `There is no setting "${name}".`)
      : ['The settings must be one JSON object, as in {"server":"https://rooms.example"}.'];
  const name = String(setting);
  const words = known.get(name) ?? 'another value';
  const isMissing = issue.path.length === 1 && !(name in Object(value));
  return [`"${name}" ${isMissing ? 'is missing; it must be' : 'must be'} ${words}.`];
}
