/** The list of rooms: `GET /api/rooms`. */
import { z } from 'zod';
import { enrolmentStates, healthStates } from '../../words.ts';
import { page, searched } from '../page.ts';
import { count, instant, roomId } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';
import { listedProfile } from './profile.ts';
import { defaultRoomSort, roomSorts, sortOrders } from './roomSort.ts';

/** Query of `GET /api/rooms`. */
export const roomsQuery = z.object({
  health: z.enum(healthStates).optional(),
  enrolment: z
    .enum(enrolmentStates)
    .optional()
    .describe('Left out: all rooms that are not retired.'),
  building: searched,
  group: searched,
  text: searched,
  sort: z.enum(roomSorts).default(defaultRoomSort.sort),
  order: z.enum(sortOrders).default(defaultRoomSort.order),
  ...page,
});
export type RoomsQuery = z.input<typeof roomsQuery>;

export const healthCounts = z.strictObject({
  suppressed: count,
  onboarding: count,
  disconnected: count,
  unhealthy: count,
  healthy: count,
});
export type HealthCounts = Wire<typeof healthCounts>;

/** A room in a list. */
export const roomRow = z.strictObject({
  roomId,
  number: count,
  ...listedProfile.shape,
  enrolment: z.enum(enrolmentStates),
  health: z.enum(healthStates),
  because: z.string().describe('The reason for the health, in a sentence.'),
  healthSince: instant.describe('When this health began.'),
  important: count.describe('Open incidents that are important and not suppressed.'),
  warnings: count.describe('Open incidents that are warnings and not suppressed.'),
  misconfigured: z
    .string()
    .nullable()
    .describe('What is not set up as it should be, in a sentence; `null`: nothing is known.'),
  lastSeenAt: instant.nullable().describe('When telemetry last arrived; `null`: never.'),
});
export type RoomRow = Wire<typeof roomRow>;

/** Response of `GET /api/rooms`. */
export const roomsAnswer = z.strictObject({
  total: count,
  counts: healthCounts.describe('Rooms of this place and text, for every health.'),
  retired: count.describe('Retired rooms; no health includes them.'),
  rows: z.array(roomRow),
  confirmedAt: instant.describe('When this was last confirmed.'),
});
export type RoomsAnswer = Wire<typeof roomsAnswer>;
