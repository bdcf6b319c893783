/**
 * Sentences for the faults of a request. A sentence that the contract itself contains stays
 * unchanged.
 */
import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** Error option for every parse of a request. */
export const formatIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'This is missing.'
        : `This must be ${kinds[issue.expected] ?? 'something else'}.`;
    case 'invalid_value':
      return `This must be one of ${issue.values.map(String).join(', ')}.`;
    case 'too_big':
      return `This must ${formatBound(issue.origin, 'most', Number(issue.maximum))}.`;
    case 'too_small':
      return Number(issue.minimum) === 1 && !isNumber(issue.origin)
        ? 'This must not be empty.'
        : `This must ${formatBound(issue.origin, 'least', Number(issue.minimum))}.`;
    case 'unrecognized_keys':
      return `Not allowed here: ${issue.keys.join(', ').slice(0, 200)}.`;
    case 'invalid_format':
      return issue.format === 'datetime'
        ? 'This must be a time, like 2026-11-22T08:00:00Z.'
        : 'This has the wrong format.';
    case 'invalid_union':
      return 'This is not one of the accepted forms.';
    default:
      return 'This is not valid.';
  }
};

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int';
}

function formatBound(origin: string, which: 'most' | 'least', bound: number): string {
  if (isNumber(origin)) return `be at ${which} ${bound}`;
  return `have at ${which} ${bound} ${origin === 'string' ? 'characters' : 'entries'}`;
}
