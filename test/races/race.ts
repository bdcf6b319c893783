/** For tests: one race. Several people act on one incident at once, and the result. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Change, Person, RoomEvent, RoomId } from '@rooms-pro/core';
import type { ActionPayload, TicketDetail } from '@rooms-pro/core/contracts';
import type { Draw } from './seededDraw.ts';
import { type Button, buttonOn, racers, type Told, type World, wordsOf } from './testEnv.ts';

export const entries = ['card', 'chat', 'tab'] as const;
export type Entry = (typeof entries)[number];

/**
 * What a person wants. `takeOver` is from the person who had the ticket before the race: buttons and
 * commands name that person, a message means the one who had the ticket when it was written.
 */
export type Deed =
  | 'assign'
  | 'takeOver'
  | 'unassign'
  | 'suppress'
  | 'unsuppress'
  | 'resolve'
  | 'respond';

export type Runner = {
  readonly person: Person;
  readonly entry: Entry;
  readonly deed: Deed;
  readonly told: Told;
  /** The same click, message or command once more. */
  readonly again: () => Promise<Told>;
};

export type Course = {
  readonly room: RoomId;
  readonly ticket: string;
  /** Who has the ticket before the race. */
  readonly holder: Person | null;
};

export type Race = Course & {
  readonly runners: readonly Runner[];
  /** What people changed in the race, first to last. */
  readonly done: readonly Done[];
};

export type Done = { readonly by: string; readonly change: Change };

type Entrant = Pick<Runner, 'person' | 'entry' | 'deed'>;

const cardId = (ticket: string) => `card-${ticket}`;
/** Names the person, so that the words of one are not those of another. */
export const wordsFrom = ({ name }: Person) => `words of ${name}`;

/** Opens an incident in a new room, and brings it to where the race begins. */
export async function prepare(
  world: World,
  number: number,
  start: {
    readonly isReported: boolean;
    readonly isSuppressed: boolean;
    readonly holder: Entrant | null;
  },
): Promise<Course> {
  const room = await world.addRoom(number);
  const ticket = `${number}-1`;
  if (start.isReported) await world.act(room, { action: 'report', what: 'No sound' });
  else await world.breaks(room, 'display:1');
  const course = { room, ticket, holder: start.holder?.person ?? null };
  const free = { ...course, holder: null };
  if (start.holder) await (await readied(world, start.holder, free, viewOf(world, free)))();
  if (start.isSuppressed) {
    const until = { kind: 'lifted' } as const;
    const signal = start.isReported ? 'reported' : 'display:1';
    await world.act(room, { action: 'suppress', signal, until, reason: 'works' });
  }
  // What was done before the race is older than every message of it.
  world.pass(1_000);
  return course;
}

/** Runs it: everybody sees the incident as it is now, then all act at once, in any order. */
export async function run(
  world: World,
  course: Course,
  entrants: readonly Entrant[],
  draw: Draw,
): Promise<Race> {
  const before = (await world.history(course.room)).length;
  const view = viewOf(world, course);
  const starts: { entrant: Entrant; act: () => Promise<Told>; turns: number }[] = [];
  for (const entrant of entrants) {
    starts.push({
      entrant,
      act: await readied(world, entrant, course, view),
      turns: draw.below(8),
    });
  }
  const runners = await Promise.all(
    draw.shuffled(starts).map(async ({ entrant, act, turns }) => {
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      return { ...entrant, told: await act(), again: act };
    }),
  );
  const events = (await world.history(course.room)).toReversed().slice(before);
  return { ...course, runners, done: events.flatMap(doneIn) };
}

function doneIn({ by, changes }: RoomEvent): Done[] {
  return by === 'platform' ? [] : changes.map((change) => ({ by: by.id, change }));
}

type View = (person: Person) => Promise<unknown>;

/** The card before the race: one for the person who has the ticket, and one for all others. */
function viewOf(world: World, { holder, ticket }: Course): View {
  const cards = new Map<boolean, Promise<unknown>>();
  return (person) => {
    const isHolder = person.id === holder?.id;
    const card = cards.get(isHolder) ?? world.cardFor(person, ticket);
    cards.set(isHolder, card);
    return card;
  };
}

/** What the person will do, decided by what they see now. */
async function readied(
  world: World,
  { person, entry, deed }: Entrant,
  course: Course,
  view: View,
): Promise<() => Promise<Told>> {
  const { ticket } = course;
  if (entry === 'chat') {
    const sentAt = world.now();
    return () => world.write(person, sentenceOf(deed, person, ticket), sentAt);
  }
  const action = actionOf(deed, person, course);
  if (entry === 'tab') return () => world.command(person, ticket, action);
  const seen = buttonOn(await view(person), action.action);
  if (!seen) throw new Error(`No button ${deed} on the card of ${ticket}.`);
  return () => world.press(person, cardId(ticket), filled(seen, person));
}

/** A button with what the person wrote beside it. */
function filled({ verb, data }: Button, person: Person): Button {
  const words = wordsFrom(person);
  const fields = { until: '8h', reason: words, because: words, notes: words };
  return { verb, data: { ...fields, ...data } };
}

function sentenceOf(deed: Deed, person: Person, ticket: string): string {
  const words = wordsFrom(person);
  if (deed === 'suppress') return `suppress ${ticket} for 8h because ${words}`;
  if (deed === 'respond' || deed === 'resolve') return `${deed} ${ticket} ${words}`;
  return `${deed === 'takeOver' ? 'take over' : deed} ${ticket}`;
}

function actionOf(deed: Deed, person: Person, { holder }: Course): ActionPayload {
  const words = wordsFrom(person);
  switch (deed) {
    case 'assign':
    case 'unsuppress':
    case 'unassign':
      return { action: deed };
    case 'takeOver':
      return { action: 'assign', ...(holder ? { takeOverFrom: holder.id } : {}) };
    case 'suppress':
      return { action: 'suppress', until: '8h', reason: words };
    case 'resolve':
      return { action: 'resolve', reason: words };
    case 'respond':
      return { action: 'respond', notes: words };
  }
}

/** The incident as anybody sees it now: in the tab, and on a new card. */
export async function shownNow(
  world: World,
  { ticket }: Course,
): Promise<{ readonly detail: TicketDetail; readonly card: string }> {
  const [reader] = racers;
  if (!reader) throw new Error('There are no people.');
  const detail = await world.ticket(reader, ticket);
  return { detail, card: wordsOf(await world.cardFor(reader, ticket)) };
}
