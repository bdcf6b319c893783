import { defaultRules, type Person } from '@rooms-pro/core';
import { anna } from '@rooms-pro/testing/scenario';
import { beforeEach, describe, expect, it } from 'vitest';
import { createExecuteCommand } from '../commands/executeCommand.ts';
import { openStory } from '../notify/notifyScenario.suite.ts';
import { handleChat } from './handleChat.ts';
import { parseChat } from './parseChat.ts';

let story: Awaited<ReturnType<typeof openStory>>;
let subscribed: boolean;

beforeEach(async () => {
  story = await openStory();
  subscribed = false;
  const amber = await story.addRoom(1042);
  await story.addRoom(1043, { name: 'Birch', building: 'Elbe Tower', groups: ['berlin'] });
  await story.breaks(amber, 'display:1');
  await story.breaks('room-1043', 'camera');
});

/** The bot's answer, as the text of its card. */
async function say(text: string, person: Person = anna): Promise<string> {
  const { fleet, store, clock } = story;
  const card = await handleChat(parseChat(text), {
    person,
    fleet,
    act: createExecuteCommand({ store, fleet, rules: () => defaultRules, now: clock.now }),
    rules: defaultRules,
    links: {
      incidents: 'https://rooms.example/incidents',
      rooms: 'https://rooms.example/rooms',
      room: (id) => `https://rooms.example/rooms/${id}`,
      ticket: (number) => `https://rooms.example/tickets/${number}`,
      outage: (id) => `https://rooms.example/outages/${id}`,
    },
    now: clock.now(),
    correlationId: 'said',
    subscription: {
      isShared: false,
      stands: () => subscribed,
      begin: async () => ((await change(true)) ? 'begun' : 'stands'),
      end: async () => ((await change(false)) ? 'ended' : 'none'),
    },
  });
  return JSON.stringify(card);
}

async function change(to: boolean): Promise<boolean> {
  const isNews = subscribed !== to;
  subscribed = to;
  return isNews;
}

const boris: Person = {
  kind: 'person',
  id: 'boris',
  name: 'Boris',
  role: 'technician',
  groups: ['berlin'],
};

describe('answers', () => {
  it.each([
    ['help', ['What you can write', 'unsuppress']],
    ['hi', ['I watch 2 rooms', '2 incidents need action']],
    ['status', ['2 incidents need action', 'Top issues']],
    ['incidents', ['2 open incidents', 'Display 1 in Amber', 'Camera in Birch']],
    ['incidents warning', ['No open incidents (warning)']],
    ['incidents in Elbe', ['1 open incident (Elbe)', 'Camera in Birch']],
    ['rooms', ['2 rooms', 'Amber', 'Birch']],
    ['rooms nowhere', ['No rooms found (nowhere)']],
    ['room birch', ['Birch', 'Unhealthy', '1 open incident', 'Camera']],
    ['room 1042', ['Amber', 'Display 1']],
    ['room nowhere', ['No rooms found']],
    ['ticket 1042-1', ['Display 1', 'What to do', 'https://rooms.example/tickets/1042-1']],
    ['ticket 77-1', ["I can't find ticket 77-1"]],
    ['respond 1042-1 new cable', ['Latest response', 'new cable']],
    [
      'suppress 1042-1 for 2h because works',
      ['Suppressed by Anna until 22 Nov 2026, 11:10', 'works'],
    ],
    ['suppress 1042-1', ['is suppressed until 23 Nov 2026, 09:10 CET', 'Suppressed by Anna until']],
    ['unsuppress 1042-1', ['not suppressed']],
    ['report Amber no sound', ['no sound', 'Resolve']],
    ['report amb no sound', ['no sound', 'Amber']],
    ['report 1043 no picture', ['no picture', 'Birch']],
    ['report nowhere no sound', ['I could not find out which room', 'a colon']],
    ['report Birch: it smells', ['it smells', 'Birch']],
    ['resolve 1042-1 done', ['resolves when telemetry shows it healthy']],
    ['remediate 1042-1 restart app', ['No device of this room accepts commands']],
    ['respond 1042-1', ['What did you do or find?', 'For example: respond']],
    ['incdnt', ['Did you mean “incidents”?']],
    ['make me a coffee', ["I don't understand “make me a coffee”", 'Say “help”']],
  ])('%s', async (said, parts) => {
    const answer = await say(said);
    for (const part of parts) expect(answer).toContain(part);
  });

  it('creates a ticket from a report, and a person resolves it', async () => {
    await say('report Amber no sound');
    expect(await say('ticket 1042-2')).toContain('no sound');
    expect(await say('resolve 1042-2 the speaker was muted')).toContain('is resolved');
    const ticket = story.fleet.room('room-1042')?.signals.reported?.ticket;
    expect(ticket?.resolvedBecause).toBe('Anna: the speaker was muted');
    expect(await say('resolve 1042-2 again')).toContain('resolved');
  });

  it('replies to a report with a sentence when the notifier posts the card', async () => {
    await change(true);
    const answer = await say('report Amber no sound');
    expect(answer).toContain('Amber');
    expect(answer).not.toContain('Action.Execute');
  });

  it('shows the ongoing outages', async () => {
    expect(await say('status')).not.toContain('outage');
    await story.beats('room-1042');
    await story.goesSilent('room-1042');
    await story.joins('room-1042', 'outage-3');
    expect(await say('status')).toContain('1 outage now');
    expect(await say('outages')).toContain('Alster House · Floor 4: 1 room disconnected');
    expect(await say('outages', boris)).not.toContain('Alster');
  });

  it('subscribes this conversation and unsubscribes it', async () => {
    expect(await say('hi')).toContain('Write subscribe');
    expect(await say('subscribe')).toContain('From now on');
    expect(await say('subscribe')).toContain('already');
    expect(await say('hi')).toContain('Write unsubscribe');
    expect(await say('unsubscribe')).toContain('no longer post new cards');
    expect(await say('unsubscribe')).toContain('does not get cards');
  });

  it('shows a person their groups only, as if the rest were not there', async () => {
    expect(await say('incidents', boris)).not.toContain('Amber');
    expect(await say('ticket 1042-1', boris)).toContain("I can't find ticket 1042-1");
    expect(await say('room 1042', boris)).toContain('No rooms found');
    expect(await say('respond 1042-1 me too', boris)).toContain(
      'no ticket 1042-1 that you can see',
    );
    expect(story.fleet.room('room-1042')?.signals['display:1']?.ticket?.response).toBeNull();
  });

  it('explains why a person may not do something', async () => {
    expect(await say('suppress 1043-1', boris)).toContain('Lead');
    expect(story.fleet.room('room-1043')?.signals.camera?.suppression).toBeNull();
  });

  it('replies with a sentence for a ticket whose incident is over', async () => {
    await story.recovers('room-1042', 'display:1');
    expect(await say('suppress 1042-1 until lifted')).toContain('is suppressed until it is lifted');
    expect(await say('respond 1042-1 too late')).toContain('resolved');
  });
});
