import { instantAfter, type OutageLocation, type Person, type RoomId } from '@rooms-pro/core';
import { openOutageRepository } from '@rooms-pro/store';
import { minute } from '@rooms-pro/testing/clock';
import { describe, expect, it } from 'vitest';
import { after, makeRoom } from '../fleet/fleetScenario.suite.ts';
import { openStory, type StoryOptions } from './notifyScenario.suite.ts';

const channel = '19:ops@thread.tacv2';
const place: OutageLocation = {
  scope: 'building',
  building: 'Alster House',
  floor: '',
  subnet: '',
};

/** A house of so many connected rooms; what finds outages is played by the story. */
async function openHouse(count: number, options: StoryOptions = {}) {
  const story = await openStory(options);
  const book = openOutageRepository(story.store);
  const rooms: RoomId[] = [];
  for (let number = 1; number <= count; number += 1) {
    const id = await story.addRoom(number, { name: `Room ${number}` });
    await story.beats(id);
    rooms.push(id);
  }
  const fail = async (ids: readonly RoomId[], at: OutageLocation = place) => {
    const { id } = await book.claim(at, story.clock.now());
    for (const room of ids) {
      await story.goesSilent(room, id);
      await story.joins(room, id);
    }
    return id;
  };
  return { ...story, book, rooms, fail };
}

describe('an outage', () => {
  it('is one card that counts its rooms, and none for each of them', async () => {
    const { rooms, fail, subscribe, run, teams, beats, clock, book, posts } = await openHouse(6);
    await subscribe(channel);
    const id = await fail(rooms);
    await run();
    expect(teams.news()).toEqual([
      `post ${channel} message-1: Important: outage in Alster House, 6 rooms disconnected.`,
    ]);
    for (const room of rooms.slice(0, 4)) await beats(room);
    await run();
    expect(teams.sent[0]?.text).toContain('"text":"4"');
    expect(teams.news()).toEqual([
      `edit ${channel} message-1: Important: outage in Alster House, 2 rooms disconnected.`,
    ]);
    clock.pass(10 * minute);
    for (const room of rooms.slice(4)) await beats(room);
    await run();
    expect(teams.sent[0]?.text).toContain('All rooms are back after 3');
    expect(teams.news()).toEqual([
      `edit ${channel} message-1: Outage over in Alster House: all 6 rooms are back.`,
    ]);
    await book.end(id, clock.now());
    await run();
    expect(teams.news()).toEqual([]);
    expect([...posts.subjects()]).toEqual([id]);
  });

  it('ends with one list of the rooms that stay silent, edited as they come back', async () => {
    const { rooms, fail, subscribe, run, teams, beats, clock, book, posts, leaves } =
      await openHouse(6);
    await subscribe(channel);
    const id = await fail(rooms);
    await run();
    const [one = 'room-0', other = 'room-0', ...back] = rooms;
    for (const room of back) await beats(room);
    await run();
    teams.news();
    clock.pass(40 * minute);
    await leaves(one, id);
    await leaves(other, id);
    await book.end(id, clock.now());
    await run();
    expect(teams.news()).toEqual([
      `edit ${channel} message-1: Outage over in Alster House: 2 rooms still disconnected.`,
    ]);
    clock.pass(60 * minute);
    await beats(one);
    await run();
    expect(teams.news()).toEqual([
      `edit ${channel} message-1: Outage over in Alster House: 1 room still disconnected.`,
    ]);
    await beats(other);
    await run();
    expect(teams.news()).toEqual([
      `edit ${channel} message-1: Outage over in Alster House: all 6 rooms are back.`,
    ]);
    expect([...posts.subjects()]).toEqual([]);
  });

  it('is forgotten once its document says that it has ended', async () => {
    const { rooms, fail, subscribe, run, teams, beats, clock, book, posts, notifier } =
      await openHouse(5);
    await subscribe(channel);
    const id = await fail(rooms);
    await run();
    for (const room of rooms) await beats(room);
    await run();
    await book.end(id, clock.now());
    teams.news();
    notifier.reconcile();
    await run();
    expect(teams.news()).toEqual([]);
    expect([...posts.subjects()]).toEqual([]);
  });

  it('takes over from the cards of rooms that were silent before it was seen', async () => {
    const { rooms, goesSilent, fail, subscribe, run, teams, beats } = await openHouse(5);
    await subscribe(channel);
    const [first] = rooms;
    if (!first) throw new Error('a house without rooms');
    await goesSilent(first);
    await run();
    expect(teams.news()).toEqual([expect.stringContaining('Connection in Room 1 needs action')]);
    await fail(rooms);
    await run();
    const edit = teams.sent.find(({ kind }) => kind === 'edit');
    expect(edit?.summary).toContain('Room 1 is part of an outage');
    expect(edit?.text).not.toContain('Action.Execute');
    expect(teams.news()).toHaveLength(2);
    await beats(first);
    await run();
    expect(teams.news()).toEqual([expect.stringContaining('4 rooms disconnected')]);
  });

  it('tells each conversation of the rooms it wants, and those that want none nothing', async () => {
    const { rooms, fail, subscribe, run, teams, addRoom, beats } = await openHouse(5);
    const other = await addRoom(99, { name: 'Elbe', groups: ['berlin'] });
    await beats(other);
    await subscribe('hamburg', { groups: ['hamburg'] });
    await subscribe('berlin', { groups: ['berlin'] });
    await subscribe('elsewhere', { buildings: ['Elbe Tower'] });
    await subscribe('warnings', { severities: ['warning'] });
    await fail([...rooms, other]);
    await run();
    expect(teams.news().sort()).toEqual([
      expect.stringMatching(/^post berlin .* 1 room disconnected/),
      expect.stringMatching(/^post hamburg .* 5 rooms disconnected/),
    ]);
  });

  it('is told to who subscribed while it went on once a room more goes silent', async () => {
    const { rooms, fail, subscribe, run, teams, clock, goesSilent, notifier } = await openHouse(6);
    const id = await fail(rooms.slice(0, 5));
    clock.pass(minute);
    await subscribe(channel);
    notifier.reconcile();
    await run();
    expect(teams.news()).toEqual([]);
    for (const room of rooms.slice(5)) await goesSilent(room, id);
    await run();
    expect(teams.news()).toEqual([expect.stringContaining('6 rooms disconnected')]);
  });

  it('survives a restart: one card still, with the most rooms it ever had', async () => {
    const first = await openHouse(6);
    await first.subscribe(channel);
    await first.fail(first.rooms);
    await first.run();
    await first.notifier.stop();
    first.teams.news();
    for (const room of first.rooms.slice(0, 5)) await first.beats(room);

    const second = await openStory({ store: first.store, clock: first.clock });
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.sent[0]?.text).toContain('"text":"6"');
    expect(second.teams.news()).toEqual([
      `edit ${channel} message-1: Important: outage in Alster House, 1 room disconnected.`,
    ]);
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.news()).toEqual([]);
  });

  it('that ended and was followed by another while nobody looked ends its card', async () => {
    const first = await openHouse(5);
    await first.subscribe(channel);
    const id = await first.fail(first.rooms);
    await first.run();
    await first.notifier.stop();
    for (const room of first.rooms) await first.beats(room);
    await first.book.end(id, first.clock.now());
    first.clock.pass(60 * minute);
    await first.fail(first.rooms);

    const second = await openStory({ store: first.store, clock: first.clock });
    second.notifier.reconcile();
    await second.run();
    expect(second.teams.news().sort()).toEqual([
      expect.stringMatching(/^edit .* message-1: Outage over/),
      expect.stringMatching(/^post .* 5 rooms disconnected/),
    ]);
  });

  it('of ten thousand rooms in twenty buildings is twenty posts and few edits', async () => {
    const { fleet, subscribe, run, teams, clock, book } = await openHouse(0);
    await subscribe(channel);
    const rooms = Array.from({ length: 10_000 }, (_, nth) =>
      makeRoom(nth + 1, { building: `House ${(nth % 20) + 1}` }),
    );
    for (const room of rooms) fleet.take(room);
    const since = instantAfter(clock.now(), -20 * minute);
    for (const [building, own] of Map.groupBy(rooms, (room) => room.building)) {
      const { id: outage } = await book.claim({ ...place, building }, clock.now());
      for (const room of own) {
        const silence = { kind: 'silence', since, reason: 'noTelemetry', outage } as const;
        fleet.take(after(room, silence, clock.now()));
      }
    }
    await run();
    expect(teams.sent.filter(({ kind }) => kind === 'post')).toHaveLength(20);
    expect(teams.sent.filter(({ kind }) => kind === 'edit').length).toBeLessThanOrEqual(20);
    expect(teams.sent.every(({ summary }) => summary.includes('outage in House'))).toBe(true);
  });

  describe('read by one person', () => {
    const boris: Person = { kind: 'person', id: 'boris', name: '', role: 'lead', groups: [] };
    const everywhere = ['hamburg', 'berlin'];

    /** Four silent rooms of one group and two of another, and what one reader of all is told. */
    async function openWithReader() {
      let groups = everywhere;
      const currentPerson = () => ({ ...boris, groups });
      const story = await openHouse(0, { currentPerson });
      const rooms: RoomId[] = [];
      for (let number = 1; number <= 6; number += 1) {
        const own = number <= 4 ? 'hamburg' : 'berlin';
        const id = await story.addRoom(number, { name: `Room ${number}`, groups: [own] });
        await story.beats(id);
        rooms.push(id);
      }
      await story.subscribe('a:boris');
      const met = story.audience.conversation('a:boris');
      if (met) await story.audience.meet({ ...met, kind: 'personal', readerId: 'boris' });
      const become = async (now: string[]) => {
        groups = now;
        story.notifier.peopleChanged();
        await story.run();
        return story.teams.news();
      };
      return { ...story, rooms, become };
    }

    it('is not theirs to see any more once they have lost its rooms', async () => {
      const { rooms, fail, run, teams, become, beats } = await openWithReader();
      await fail(rooms.slice(0, 4));
      await run();
      expect(teams.news()).toEqual([expect.stringMatching(/^post a:boris .*4 rooms disconnected/)]);
      expect(await become(['berlin'])).toEqual([
        'edit a:boris message-1: You can no longer see these rooms.',
      ]);
      for (const room of rooms.slice(0, 2)) await beats(room);
      await run();
      expect(teams.news()).toEqual([]);
    });

    it('is over for them when their rooms are back, whatever others are silent', async () => {
      const { rooms, fail, run, teams, become, beats } = await openWithReader();
      await become(['berlin']);
      await fail(rooms);
      await run();
      expect(teams.news()).toEqual([expect.stringMatching(/^post a:boris .*2 rooms disconnected/)]);
      for (const room of rooms.slice(4)) await beats(room);
      await run();
      expect(teams.news()).toEqual([expect.stringMatching(/: all 2 rooms are back\.$/)]);
    });
  });
});
