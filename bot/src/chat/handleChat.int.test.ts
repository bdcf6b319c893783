import { randomUUID } from 'node:crypto';
import { defaultRules, type Person, type TicketNumber } from '@rooms-pro/core';
import { anna } from '@rooms-pro/testing/scenario';
import { beforeEach, describe, expect, it } from 'vitest';
import { createExecuteCommand } from '../commands/executeCommand.ts';
import { openStory } from '../notify/notifyScenario.suite.ts';
import { cardText } from './cardText.ts';
import { createWorlds } from './chatWorld.ts';
import { handleChat } from './handleChat.ts';
import { createMemory } from './memory.ts';

let story: Awaited<ReturnType<typeof openStory>>;
let subscribed: boolean;
let parts: { memory: ReturnType<typeof createMemory>; worldOf: ReturnType<typeof createWorlds> };

const boris: Person = {
  kind: 'person',
  id: 'boris',
  name: 'Boris',
  role: 'technician',
  groups: ['berlin'],
};

beforeEach(async () => {
  story = await openStory();
  subscribed = false;
  parts = { memory: createMemory(), worldOf: createWorlds(story.fleet, () => [anna, boris]) };
  const amber = await story.addRoom(1042);
  await story.addRoom(1043, { name: 'Birch', building: 'Elbe Tower', groups: ['berlin'] });
  await story.breaks(amber, 'display:1');
  await story.breaks('room-1043', 'camera');
});

/** The bot's answer, as a person reads it. */
async function say(
  text: string,
  person: Person = anna,
  under: TicketNumber | null = null,
): Promise<string> {
  const { fleet, store, clock } = story;
  const act = createExecuteCommand({
    store,
    fleet,
    rules: () => defaultRules,
    now: clock.now,
    assignable: () => [anna, boris],
  });
  const { card } = await handleChat(
    { text, isPlain: false, under },
    {
      person,
      fleet,
      act,
      rules: defaultRules,
      links: {
        incidents: 'https://rooms.example/incidents',
        rooms: 'https://rooms.example/rooms',
        room: (id) => `https://rooms.example/rooms/${id}`,
        ticket: (number) => `https://rooms.example/tickets/${number}`,
        outage: (id) => `https://rooms.example/outages/${id}`,
      },
      now: clock.now(),
      timeZone: 'Europe/Berlin',
      dayBegins: '08:00',
      history: (room) => store.history(room, { limit: 50 }),
      correlationId: randomUUID(),
      assignable: [anna, boris],
      ...parts,
      conversation: person.id,
      subscription: {
        isShared: false,
        stands: () => subscribed,
        begin: async () => ((await change(true)) ? 'begun' : 'stands'),
        end: async () => ((await change(false)) ? 'ended' : 'none'),
        narrow: async () => ((await change(true)) ? 'narrowed' : 'narrowed'),
        save: () => {
          const before = subscribed;
          return async () => {
            subscribed = before;
          };
        },
      },
    },
  );
  return cardText(card);
}

async function change(to: boolean): Promise<boolean> {
  const isNews = subscribed !== to;
  subscribed = to;
  return isNews;
}

const ticketOf = (room: 'room-1042' | 'room-1043', signal: 'display:1' | 'camera' | 'reported') =>
  story.fleet.room(room)?.signals[signal]?.ticket;

describe('answers', () => {
  it.each([
    ['help', ['What you can write', 'unsuppress']],
    ['hi', ['Hello Anna', '2 incidents need action', 'Try: What is broken?']],
    ['status', ['2 rooms: 2 unhealthy', '2 incidents need action']],
    ['incidents', ['2 open incidents', 'Display 1 · Amber', 'Camera · Birch']],
    ['incidents warning', ['No open incidents (warning)']],
    ['incidents in Elbe', ['1 open incident (Elbe Tower)', 'Camera · Birch']],
    ['rooms', ['2 rooms', 'Amber', 'Birch']],
    [
      'rooms in Nowhere',
      ["I don't know “Nowhere”", 'No room, building or group has a similar name'],
    ],
    ['room birch', ['Birch is unhealthy', 'Camera · Birch']],
    ['room 1042', ['Amber', 'Display 1']],
    ['ticket 1042-1', ['Display 1', 'What to do']],
    ['ticket 77-1', ['There is no ticket 77-1']],
    ['why is Amber red?', ['Amber is unhealthy: Display 1: No signal']],
    ['who is on 1042-1', ['1042-1 is not assigned to any person']],
    ['Wer kümmert sich um 1042-1?', ['1042-1 ist keiner Person zugewiesen']],
    ['how often did Amber fail', ['Amber failed once']],
    ['what did I miss?', ['2 incidents opened']],
    ['Was ist kaputt?', ['2 offene Störungen', 'Handlungsbedarf']],
    ['respond 1042-1 new cable', ['Your response on Display 1 · Amber is recorded', 'new cable']],
    ['suppress 1042-1 for 2h because works', ['is suppressed until 22 Nov 2026, 11:10', 'works']],
    ['suppress 1042-1', ['is suppressed until 23 Nov 2026, 09:10', 'names none']],
    ['unsuppress 1042-1', ['not suppressed']],
    ['report Amber: no sound', ['no sound', 'Resolve']],
    ['report nowhere no sound', ['Which room']],
    ['resolve 1042-1 done', ['Telemetry resolves']],
    ['remediate 1042-1 restart app', ['No device of this room accepts commands']],
    ['respond 1042-1', ['What was done']],
    ['make me a coffee', ['I did not understand this', 'help']],
    ['mute everything for 2h', ['This concerns all rooms', 'Elbe Tower']],
    ['suppress 1042-1 for 90', ['How long is “for 90”?', 'For 2 hours']],
    ['Melde: kein Ton', ['Welcher Raum ist gemeint?']],
  ])('%s', async (said, expected) => {
    const answer = await say(said);
    for (const part of expected) expect(answer).toContain(part);
  });

  it('creates a ticket from a report, and a person resolves it', async () => {
    await say('report Amber: no sound');
    expect(await say('ticket 1042-2')).toContain('no sound');
    expect(await say('resolve it, the speaker was muted')).toContain('is resolved');
    expect(ticketOf('room-1042', 'reported')?.resolvedBecause).toBe('Anna: the speaker was muted');
  });

  it('replies to a report with a sentence when the notifier posts the card', async () => {
    await change(true);
    expect(await say('report Amber: no sound')).not.toContain('Respond');
  });

  it('shows the ongoing outages', async () => {
    expect(await say('status')).not.toContain('outage');
    await story.beats('room-1042');
    await story.goesSilent('room-1042');
    await story.joins('room-1042', 'outage-3');
    expect(await say('status')).toContain('1 outage now');
    expect(await say('status')).toContain('Alster House · Floor 4: 1 room disconnected');
    expect(await say('status', boris)).not.toContain('Alster');
  });

  it('subscribes this conversation and unsubscribes it', async () => {
    expect(await say('subscribe')).toContain('From now on');
    expect(await say('subscribe')).toContain('already');
    expect(await say('unsubscribe')).toContain('no longer post new cards');
    expect(await say('unsubscribe')).toContain('does not get cards');
  });

  it('shows a person their groups only, as if the rest were not there', async () => {
    expect(await say('incidents', boris)).not.toContain('Amber');
    expect(await say('ticket 1042-1', boris)).toContain('There is no ticket 1042-1');
    expect(await say('room 1042', boris)).not.toContain('Amber');
    expect(await say('respond 1042-1 me too', boris)).toContain('There is no ticket 1042-1');
    expect(ticketOf('room-1042', 'display:1')?.response).toBeNull();
  });

  it('explains why a person may not do something', async () => {
    expect(await say('suppress 1043-1', boris)).toContain('Lead');
    expect(story.fleet.room('room-1043')?.signals.camera?.suppression).toBeNull();
  });
});

describe('a conversation', () => {
  it('undoes the last change while nothing else has happened', async () => {
    expect(await say('assign 1042-1 to me')).toContain('[Undo]');
    expect(ticketOf('room-1042', 'display:1')?.assignee?.name).toBe('Anna');
    expect(await say('undo')).toContain('Undone: Display 1 · Amber');
    expect(ticketOf('room-1042', 'display:1')?.assignee).toBeNull();
    expect(await say('undo')).toContain('nothing to undo');
  });

  it('undoes the same change of two tickets in one room', async () => {
    await story.breaks('room-1042', 'camera');
    const camera = ticketOf('room-1042', 'camera')?.number;
    const suppressed = () =>
      (['display:1', 'camera'] as const).map(
        (signal) => story.fleet.room('room-1042')?.signals[signal]?.suppression !== null,
      );
    expect(await say(`suppress 1042-1 and ${camera} for 2h`)).toContain('Undo');
    expect(suppressed()).toEqual([true, true]);
    await say('undo');
    expect(suppressed()).toEqual([false, false]);
  });

  it('does not undo after another person changed the same ticket', async () => {
    await say('assign 1043-1 to me');
    await say('assign 1043-1 to Boris', boris);
    await story.act('room-1043', { action: 'unassign', signal: 'camera' });
    expect(await say('rückgängig')).toContain('etwas anderes passiert');
  });

  it('does not undo a change that many others followed', async () => {
    await say('assign 1043-1 to me');
    for (let nth = 0; nth < 51; nth += 1) await say(`note 1043-1: checked ${nth} times`, boris);
    expect(await say('undo')).toContain('something else has happened');
    expect(ticketOf('room-1043', 'camera')?.assignee?.name).toBe('Anna');
  });

  it('does not undo after fifteen minutes', async () => {
    await say('assign 1042-1 to me');
    story.clock.pass(16 * 60_000);
    expect(await say('undo')).toContain('nothing to undo');
    expect(ticketOf('room-1042', 'display:1')?.assignee?.name).toBe('Anna');
  });

  it('knows what “it” means for ten minutes', async () => {
    await say('ticket 1042-1');
    expect(await say('mute it for 2h')).toContain('Display 1 · Amber is suppressed');
    await say('ticket 1043-1');
    story.clock.pass(11 * 60_000);
    expect(await say('mute it for 2h')).toContain('Which ticket');
  });

  it('completes an open question with the answer to it', async () => {
    await say('suppress 1042-1 for 90');
    expect(await say('minutes')).toContain('until 22 Nov 2026, 10:40');
    await say('Melde: kein Ton');
    expect(await say('Birch')).toContain('Birch');
    expect(story.fleet.room('room-1043')?.signals.reported?.detail).toBe('kein Ton');
  });

  it('explains itself once', async () => {
    await say('hi');
    expect(await say('hi')).not.toContain('Try: What is broken?');
  });

  it('keeps the names of people who are mentioned', async () => {
    const text = '<at>Rooms Pro</at> respond 1042-1 asked <at>Bea Ortiz</at> to swap the cable';
    await say(text);
    expect(ticketOf('room-1042', 'display:1')?.response?.notes).toBe(
      'asked Bea Ortiz to swap the cable',
    );
  });

  it('drops an open question', async () => {
    await say('suppress 1042-1 for 90');
    expect(await say('never mind')).toContain('dropped the question');
    expect(story.fleet.room('room-1042')?.signals['display:1']?.suppression).toBeNull();
  });

  it('under a card is about its ticket: a response, an order, or a message to people', async () => {
    await say('done, swapped the cable', anna, '1042-1');
    expect(ticketOf('room-1042', 'display:1')?.response?.notes).toBe('done, swapped the cable');
    await say('on it', anna, '1043-1');
    expect(ticketOf('room-1043', 'camera')?.assignee?.name).toBe('Anna');
    await say('is there a spare cable on floor 2?', anna, '1042-1');
    expect(ticketOf('room-1042', 'display:1')?.messageCount).toBe(1);
  });
});
