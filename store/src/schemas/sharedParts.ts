/** Shared parts of the schemas of stored documents. Unknown members remain, because newer versions add some. */
import { entryPoints, parseSignalId } from '@rooms-pro/core';
import { z } from 'zod';

/** An instant as the product writes it: in UTC, so that string comparison gives the order of time. */
export const instant = z.custom<string>(isInstant, 'is not an instant in UTC');

const utc =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;

/** Uses a pattern: rooms have dozens of instants, and parsing each takes twice as long. */
function isInstant(value: unknown): boolean {
  return typeof value === 'string' && utc.test(value);
}

/** The name of a signal that this version supports. */
export const signalId = z.custom<string>(
  (value) => typeof value === 'string' && parseSignalId(value) !== null,
  'is not a signal that this version supports',
);

const namePattern = (prefix: string) => new RegExp(`^${prefix}-\\d{1,15}$`);
const roomPattern = namePattern('room');
const outagePattern = namePattern('outage');

/** `room-1042`. */
export const roomName = z.custom<string>(
  (value) => typeof value === 'string' && roomPattern.test(value),
  'is not the id of a room',
);

/** `outage-7`. */
export const outageName = z.custom<string>(
  (value) => typeof value === 'string' && outagePattern.test(value),
  'is not the id of an outage',
);

/** A count or a position: a whole number that is not negative. */
export const count = z.custom<number>(
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
  'is not a whole number of 0 or more',
);

export const personRef = z.looseObject({ id: z.string(), name: z.string() });

export const entryPoint = z.enum(entryPoints);

/** Who made a change: a person, or the platform. */
export const author = z.union([z.literal('platform'), personRef]);
