/** When meetings are on in a simulated room: some of every hour, at times that chance has set for it. */
import type { Random } from './random.ts';

const everyMinutes = 180;
const longestMinutes = 25;
const shortestMinutes = 10;

/** Tells whether a meeting is on; the same chance gives a room the same meetings. */
export function planMeetings(random: Random, pace: number): (at: Date) => boolean {
  const minuteMs = 60_000 / pace;
  const beginsAt = random() * everyMinutes;
  const lasts = shortestMinutes + random() * (longestMinutes - shortestMinutes);
  return (at) => {
    const minute = (at.getTime() / minuteMs) % everyMinutes;
    return (minute - beginsAt + everyMinutes) % everyMinutes < lasts;
  };
}
