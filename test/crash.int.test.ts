/**
 * The power cut: the process that runs the platform is killed in the middle of a burst, twelve times,
 * and started again on the same file. What was answered is there, once, and the cards come true.
 * Run with CRASH_SEED=<number> to repeat the choices of an earlier run, CRASH_ROUNDS=<number> for more.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type FakeTeams, openFakeTeams } from '@rooms-pro/testing/teams';
import { afterEach, describe, expect, it } from 'vitest';
import { createRoomsSide, untilNothing } from './crash/burst.ts';
import { orphansOf, untrueCards } from './crash/cards.ts';
import { faultsIn, readKept } from './crash/history.ts';
import { burstAndKill, chooseMoment, seeded } from './crash/killMoment.ts';
import { type Child, createChild } from './crash/platformProcess.ts';
import { prepareWorld } from './crash/prepareDatabase.ts';

const rounds = Number(process.env['CRASH_ROUNDS'] ?? 12);
const roomCount = 10;
/** At this pace an incident opens half a second after a display has failed. */
const pace = 600;

describe('kill -9 under load', () => {
  let folder = '';
  let children: Child[] = [];
  let connector: FakeTeams | null = null;

  afterEach(async () => {
    for (const child of children.splice(0)) {
      child.kill();
      await child.gone;
    }
    await connector?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  async function openScene(random: () => number) {
    folder = await mkdtemp(path.join(tmpdir(), 'rooms-pro-crash-'));
    const teams = await openFakeTeams({ isStrict: true });
    connector = teams;
    const { rooms, key } = await prepareWorld(folder, teams.url, roomCount);
    const roomsSide = createRoomsSide(rooms, key, random);
    const orphans = new Set<string>();
    const next = () => {
      const child = createChild(folder, pace);
      children = [...children.slice(-1), child];
      return child;
    };
    let waiting = next();

    /** Starts the next life and waits until all that is shown is true. */
    async function live({ isLast = false } = {}) {
      const child = waiting;
      teams.beginLife();
      const url = await child.start();
      // The one after it loads its code meanwhile.
      if (!isLast) waiting = next();
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      await roomsSide.sendAgain(url);
      await untilNothing(async () => {
        await roomsSide.heartbeat(url);
        return untrueCards(url, rooms, teams, orphans);
      });
      return { ...child, url };
    }
    return { teams, rooms, roomsSide, orphans, live };
  }

  it('loses nothing that was answered, makes no ticket twice, and tells the truth again', {
    timeout: 300_000,
  }, async () => {
    const seed = Number(process.env['CRASH_SEED'] ?? Date.now() % 1_000_000);
    const random = seeded(seed);
    console.info(`CRASH_SEED=${seed}`);
    const { teams, rooms, roomsSide, orphans, live } = await openScene(random);
    const { confirmed } = roomsSide;

    for (let round = 1; round <= rounds; round += 1) {
      const platform = await live();
      const moment = chooseMoment(random, round);
      const how = await burstAndKill(platform, roomsSide, teams, moment);
      const kept = await readKept(folder);
      const cards = orphansOf(teams, kept, round);
      for (const id of cards.orphans) orphans.add(id);
      const faults = [...faultsIn(kept, confirmed, rooms), ...cards.faults];
      expect(faults, `seed ${seed}, round ${round}, killed ${how}`).toEqual([]);
    }
    const last = await live({ isLast: true });
    last.end();
    await last.gone;

    expect(faultsIn(await readKept(folder), confirmed, rooms)).toEqual([]);
    expect(teams.problems).toEqual([]);
    // That there was a burst each time, and that cards were on their way when it was cut.
    expect(confirmed.length).toBeGreaterThan(5 * rounds);
    expect(teams.messages.size).toBeGreaterThan(rounds);
    console.info(
      `${rounds} kills: ${confirmed.length} transitions confirmed, ${teams.messages.size} cards, ${orphans.size} of them doubled`,
    );
  });
});
