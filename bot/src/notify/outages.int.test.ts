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

/** A building with this number of connected rooms. The scenario replaces the detection of outages. */
async function openHouse(count: number, options: StoryOptions = {}) {
  const scenario = await openStory(options);
  const repository = openOutageRepository(scenario.store);
  const rooms: RoomId[] = [];
  for (let number = 1; number <= count; number += 1) {
    const id = await scenario.addRoom(number, { name: `Room ${number}` });
    await scenario.beats(id);
    rooms.push(id);
  }
  const fail = async (ids: readonly RoomId[], at: OutageLocation = place) => {
    const { id } = await repository.claim(at, scenario.clock.now());
    for (const room of ids) {
      await scenario.goesSilent(room, id);
      await scenario.joins(room, id);
    }
    return id;
  };
  return { ...scenario, repository, rooms, fail };
}

describe('an outage', () => {
  it('has one card that counts its rooms, and no card for each room', async () => {
    const { rooms, fail, subscribe, run, teams, beats, clock, repository, sentCards } =
      await openHouse(6);
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
    await repository.end(id, clock.now());
    await run();
    expect(teams.news()).toEqual([]);
    expect([...sentCards.subjects()]).toEqual([id]);
  });

  it('ends with one list of the rooms that stay disconnected, edited as they come back', async () => {
    const { rooms, fail, subscribe, run, teams, beats, clock, repository, sentCards, leaves } =
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
    await repository.end(id, clock.now());
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
    expect([...sentCards.subjects()]).toEqual([]);
  });

  it('has no record of its card after its document shows the end', async () => {
    const { rooms, fail, subscribe, run, teams, beats, clock, repository, sentCards, notifier } =
      await openHouse(5);
    await subscribe(channel);
    const id = await fail(rooms);
    await run();
    for (const room of rooms) await beats(room);
    await run();
    await repository.end(id, clock.now());
    teams.news();
    notifier.reconcile();
    await run();
    expect(teams.news()).toEqual([]);
    expect([...sentCards.subjects()]).toEqual([]);
  });

  it('supersedes the cards of rooms that disconnected before the outage was detected', async () => {
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

  it('shows each conversation the rooms of its filter, and sends nothing to conversations without such rooms', async () => {
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

  it('is posted to a conversation that subscribed during the outage when another room disconnects', async () => {
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

  it('still has one card with the largest number of rooms after a restart', async () => {
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

  it('ends its card when a newer outage replaced it while the notifier was stopped', async () => {
    const first = await openHouse(5);
    await first.subscribe(channel);
    const id = await first.fail(first.rooms);
    await first.run();
    await first.notifier.stop();
    for (const room of first.rooms) await first.beats(room);
    await first.repository.end(id, first.clock.now());
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

  it('of ten thousand rooms in twenty buildings causes twenty posts and few edits', async () => {
    const { fleet, subscribe, run, teams, clock, repository } = await openHouse(0);
    await subscribe(channel);
    const rooms = Array.from({ length: 10_000 }, (_, nth) =>
      makeRoom(nth + 1, { building: `House ${(nth % 20) + 1}` }),
    );
    for (const room of rooms) fleet.take(room);
    const since = instantAfter(clock.now(), -20 * minute);
    for (const [building, own] of Map.groupBy(rooms, (room) => room.building)) {
      const { id: outage } = await repository.claim({ ...place, building }, clock.now());
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

    /** Four disconnected rooms of one group and two of another, with one reader of both groups. */
    async function openWithReader() {
      let groups = everywhere;
      const currentPerson = () => ({ ...boris, groups });
      const scenario = await openHouse(0, { currentPerson });
      const rooms: RoomId[] = [];
      for (let number = 1; number <= 6; number += 1) {
        const own = number <= 4 ? 'hamburg' : 'berlin';
        const id = await scenario.addRoom(number, { name: `Room ${number}`, groups: [own] });
        await scenario.beats(id);
        rooms.push(id);
      }
      await scenario.subscribe('a:boris');
      const met = scenario.subscriptions.conversation('a:boris');
      if (met)
        await scenario.subscriptions.addConversation({
          ...met,
          kind: 'personal',
          readerId: 'boris',
        });
      const become = async (now: string[]) => {
        groups = now;
        scenario.notifier.peopleChanged();
        await scenario.run();
        return scenario.teams.news();
      };
      return { ...scenario, rooms, become };
    }

    it('is no longer visible when the reader has lost the rights to its rooms', async () => {
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

    it('is over for the reader when all rooms of the reader are back, even when others are not', async () => {
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
