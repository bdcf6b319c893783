/** Which rooms a story happens to. */
import { defaultRules } from '@rooms-pro/core';
import type { KnownRoom } from '../demoKeys.ts';
import type { DemoRoom } from '../demoRooms.ts';
import type { Device } from '../fleet/device.ts';
import { type Random, shuffled } from '../fleet/random.ts';
import type { Story } from './stories.ts';

/** A room that can take part, with its device. */
export type Extra = Pick<DemoRoom, 'profile' | 'isEnrolled'> & {
  readonly room: KnownRoom;
  readonly device: Device;
};

export type Casting = {
  readonly extras: readonly Extra[];
  /** Whether nothing is being played there. */
  readonly isFree: (extra: Extra) => boolean;
  readonly isWell: (extra: Extra) => boolean;
  readonly random: Random;
};

/** The rooms for a story, around the one asked for or where chance has it; empty when there are none. */
export function castOf(
  { takes }: Pick<Story, 'takes'>,
  asked: KnownRoom | null,
  { extras, isFree, isWell, random }: Casting,
): readonly Extra[] {
  const lead = extras.find(({ room }) => room.device === asked?.device);
  if (takes === 'building') {
    const buildings = Map.groupBy(extras.filter(isFree), ({ profile }) => profile.building);
    const large = [...buildings.values()].filter(
      ({ length }) => length >= defaultRules.outage.rooms,
    );
    const [any] = shuffled(large, random);
    const wanted = lead && large.find(([one]) => one?.profile.building === lead.profile.building);
    return (asked === null ? any : wanted) ?? [];
  }
  if (asked !== null) return lead === undefined ? [] : [lead];
  if (takes === 'ailing') return extras.filter((extra) => !isWell(extra));
  return shuffled(
    extras.filter((extra) => isFree(extra) && isWell(extra)),
    random,
  ).slice(0, 1);
}
