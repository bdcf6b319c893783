/** `npm run ask` as a function: receives arguments and input, writes text and returns an exit code. */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { cardText, openOfflineChat } from '@rooms-pro/bot';
import { defaultRules, type Instant, type TicketNumber } from '@rooms-pro/core';
import { z } from 'zod';
import { root } from '../root.ts';
import { demoWorld } from './demoWorld.ts';
import { offsetTime } from './offsetTime.ts';
import { readWorldFile } from './worldFile.ts';
import { type AskWorld, peopleOf, roomsOf, storeWith } from './worldStore.ts';

const usage = `Shows what the bot would understand and answer. It changes nothing.

  npm run ask -- [options] "<text>"
  npm run ask -- [options] -         reads JSON lines { "say", "under", "before" } from standard input
                                     and writes one JSON line for each

  --json              print one JSON object: intent, slots, changes, answer
  --world <file>      rooms, people and tickets of a file; default: the data of the running demo
  --data <folder>     the folder of the demo's data; default: .data
  --at <instant>      the time of the message, for example 2026-11-30T16:00:00+01:00; default: now
  --as <person>       who writes; default: the speaker of the world
  --under <ticket>    the text is a reply under the card of this ticket
  --before "<text>"   what the same person wrote just before
  --help              print this help

Exit code: 0 answered, 2 wrong arguments or input.
`;

const ticketNumber = z
  .string()
  .regex(/^[1-9]\d{0,8}-[1-9]\d{0,5}$/, 'is not a ticket number such as 1042-7');
const line = z.object({
  say: z.string().max(20_000),
  under: ticketNumber.nullish(),
  before: z.string().max(20_000).nullish(),
});
type Line = z.output<typeof line>;

/** Where the command reads and writes. */
export type Streams = {
  readonly stdin: Readable;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
};

class Mistake extends Error {}

/** Runs the command; returns its exit code. */
export async function runAsk(
  args: readonly string[],
  { stdin, stdout, stderr }: Streams,
): Promise<number> {
  try {
    const asked = readArguments(args);
    if (asked === null) {
      stdout.write(usage);
      return 0;
    }
    const world = await openWorld(asked);
    if (asked.text === '-') return await answerLines(world, { stdin, stdout, stderr });
    const first = line.safeParse({ say: asked.text, under: asked.under, before: asked.before });
    if (!first.success) throw new Mistake(faultsOf(first.error));
    const answer = await ask(first.data, world);
    stdout.write(asked.json ? `${JSON.stringify(answer)}\n` : formatForPeople(answer));
    return 0;
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    stderr.write(`${error.message}\n`);
    return 2;
  }
}

type Asked = {
  readonly text: string;
  readonly json: boolean;
  readonly world?: string | undefined;
  readonly data: string;
  readonly at?: string | undefined;
  readonly as?: string | undefined;
  readonly under?: string | undefined;
  readonly before?: string | undefined;
};

function readArguments(args: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        world: { type: 'string' },
        data: { type: 'string', default: `${root}.data` },
        at: { type: 'string' },
        as: { type: 'string' },
        under: { type: 'string' },
        before: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    const [text, ...others] = positionals;
    if (text === undefined || others.length > 0)
      throw new Mistake(`Write one text in quotation marks, or - for standard input.\n\n${usage}`);
    return { ...values, text };
  } catch (error) {
    if (error instanceof Mistake) throw error;
    throw new Mistake(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

async function openWorld(asked: Asked): Promise<AskWorld> {
  const at = readInstant(asked.at);
  try {
    if (asked.world === undefined)
      return await demoWorld(asked.data, at ?? new Date().toISOString(), asked.as);
    const file = await readWorldFile(asked.world);
    const now =
      at ?? (file.now === undefined ? new Date().toISOString() : new Date(file.now).toISOString());
    const people = peopleOf(file);
    const wanted = asked.as ?? file.speaker;
    const speaker =
      wanted === undefined
        ? people[0]
        : people.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
    if (!speaker)
      throw new Error(
        `There is no person "${wanted}" in this world. It has ${people.map(({ name }) => name).join(', ')}.`,
      );
    return {
      rooms: roomsOf(file, now),
      people,
      speaker,
      now,
      timeZone: file.timeZone,
      dayBegins: file.workingDayStartsAt,
      getsCards: file.subscription?.places !== 'none',
    };
  } catch (error) {
    throw new Mistake(error instanceof Error ? error.message : String(error));
  }
}

function readInstant(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  const read = z.iso.datetime({ offset: true }).safeParse(text);
  if (!read.success)
    throw new Mistake(`"${text}" is not a time such as 2026-11-30T16:00:00+01:00.`);
  return new Date(text).toISOString();
}

/** One JSON line for each line of the input. A line with a mistake ends the command. */
async function answerLines(world: AskWorld, { stdin, stdout, stderr }: Streams): Promise<number> {
  let number = 0;
  for await (const text of createInterface({ input: stdin })) {
    number += 1;
    if (text.trim() === '') continue;
    const read = line.safeParse(parseJson(text));
    if (!read.success) {
      stderr.write(`Line ${number}: ${faultsOf(read.error)}\n`);
      return 2;
    }
    stdout.write(`${JSON.stringify(await ask(read.data, world))}\n`);
  }
  return 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function faultsOf(error: z.ZodError): string {
  return error.issues
    .map(({ path, message }) => `${path.join('.') || 'The line'} ${message}`)
    .join('; ');
}

type Answer = {
  readonly intent: string;
  readonly slots: object;
  readonly changes: boolean;
  readonly answer: string;
};

/** Sends the messages to a chat of its own, which starts from the world each time. */
export async function ask({ say, under, before }: Line, world: AskWorld): Promise<Answer> {
  const { rooms, people, speaker: person, now, timeZone, dayBegins, getsCards } = world;
  const store = await storeWith(rooms, now);
  const chat = await openOfflineChat({
    store,
    rules: defaultRules,
    people,
    now,
    timeZone,
    dayBegins,
    subscription: getsCards ? {} : null,
  });
  try {
    if (before) await chat.reply({ person, text: before, under: null });
    const ticket = under ? (under as TicketNumber) : null;
    const { meaning, hasChanged, card } = await chat.reply({ person, text: say, under: ticket });
    return {
      intent: meaning.intent,
      slots: shownSlots(meaning.slots, timeZone),
      changes: hasChanged,
      answer: cardText(card),
    };
  } finally {
    chat.close();
    await store.close();
  }
}

/** The slots with the times of the clock of the zone. */
function shownSlots(slots: { readonly until?: string }, timeZone: string): object {
  const { until } = slots;
  if (until === undefined || until === 'recovery' || until === 'lifted') return slots;
  return { ...slots, until: offsetTime(until, timeZone) };
}

function formatForPeople({ intent, slots, changes, answer }: Answer): string {
  const understood = Object.entries(slots).map(
    ([name, value]) => `  ${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return [
    `Understood: ${intent}${changes ? ' (this would change something)' : ''}`,
    ...understood,
    '',
    answer,
    '',
  ].join('\n');
}
