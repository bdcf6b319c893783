/** The meetings of a simulated room: one in every three hours, at a random time of the room. */
import type { Random } from './random.ts';

const everyMinutes = 180;
const longestMinutes = 25;
const shortestMinutes = 10;

/** Creates the schedule of a room, which returns whether a meeting is on. The same seed gives the same meetings. */
export function createMeetingSchedule(random: Random, pace: number): (at: Date) => boolean {
  const minuteMs = 60_000 / pace;
  const beginsAt = random() * everyMinutes;
  const lasts = shortestMinutes + random() * (longestMinutes - shortestMinutes);
  return (at) => {
    const minute = (at.getTime() / minuteMs) % everyMinutes;
    return (minute - beginsAt + everyMinutes) % everyMinutes < lasts;
  };
}
