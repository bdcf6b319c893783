/** A world file: rooms, people and tickets for `npm run ask`. */
import { readFile } from 'node:fs/promises';
import { enrolmentStates, parseSignalId, roles, severities, timeZoneNamed } from '@rooms-pro/core';
import { z } from 'zod';

const text = z.string().max(400);
const name = text.min(1);
const signal = name.refine((one) => parseSignalId(one) !== null, 'is not a signal');

const room = z.object({
  name,
  number: z.int().positive().max(999_999_999),
  building: text.default(''),
  floor: text.default(''),
  groups: z.array(name).default([]),
  enrolment: z.enum(enrolmentStates).default('enrolled'),
});

const ticket = z.object({
  number: z.string().regex(/^[1-9]\d*-[1-9]\d*$/, 'is not a ticket number such as 1042-7'),
  signal,
  severity: z.enum(severities),
  state: z.enum(['needsAction', 'systemInvestigating', 'resolved', 'closed']),
  assignee: name.nullish(),
  suppressed: z
    .object({
      by: name,
      until: z.union([z.enum(['lifted', 'recovery']), z.iso.datetime({ offset: true })]),
    })
    .nullish(),
});

const world = z.object({
  now: z.iso.datetime({ offset: true }).optional(),
  timeZone: z
    .string()
    .refine((zone) => timeZoneNamed(zone) !== null, 'is not a time zone')
    .default('Europe/Berlin'),
  workingDayStartsAt: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'is not a time such as 08:00')
    .default('08:00'),
  speaker: name.optional(),
  people: z.array(z.object({ name, role: z.enum(roles), groups: z.array(name).optional() })).min(1),
  rooms: z.array(room),
  tickets: z.array(ticket).default([]),
  subscription: z
    .object({
      places: z.union([z.literal('all'), z.literal('none'), z.array(name)]).default('all'),
      severities: z.array(z.enum(severities)).optional(),
    })
    .nullish(),
});

/** A valid world file. */
export type WorldFile = z.output<typeof world>;

/** Reads and validates a world file; throws an `Error` with a sentence for each mistake. */
export async function readWorldFile(path: string): Promise<WorldFile> {
  const content = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(
      error.code === 'ENOENT' ? `There is no file "${path}".` : `"${path}" cannot be read.`,
    );
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(content);
  } catch {
    throw new Error(`"${path}" is not JSON.`);
  }
  const read = world.safeParse(parsed);
  if (read.success) return checked(read.data, path);
  const faults = read.error.issues.map(
    ({ path: at, message }) => `  ${at.join('.') || '(file)'}: ${message}`,
  );
  throw new Error(`"${path}" is not a valid world:\n${faults.join('\n')}`);
}

function checked(file: WorldFile, path: string): WorldFile {
  const numbers = new Set(file.rooms.map(({ number }) => number));
  const lost = file.tickets.find(({ number }) => !numbers.has(Number(number.split('-')[0])));
  if (lost)
    throw new Error(`"${path}" is not a valid world:\n  ticket ${lost.number} has no room.`);
  return file;
}
