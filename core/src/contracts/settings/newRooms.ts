/** Devices that a gateway named and that wait for a room, as they are stored and shown. */
import { z } from 'zod';
import type { Instant } from '../../words.ts';
import { instant } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** How much is kept: gateways whose hour runs, and devices that wait. */
export const newRoomsLimits = { gateways: 200, devices: 200 } as const;

const waitingDevice = z.object({
  device: z.string(),
  gateway: z.string(),
  firstAt: z.string(),
  lastAt: z.string(),
});

/** A device that waits: its gateway has made as many rooms in this hour as it may. */
export type WaitingDevice = Readonly<z.infer<typeof waitingDevice>>;

const book = z.object({
  hours: z.array(z.object({ id: z.string(), from: z.string(), made: z.number() })),
  devices: z.array(waitingDevice),
  isCut: z.boolean(),
});

/** The stored document: the running hour of each gateway, and who waits; `isCut`: more than listed. */
export type PendingRoomsDocument = {
  readonly hours: readonly {
    readonly id: string;
    readonly from: Instant;
    readonly made: number;
  }[];
  readonly devices: readonly WaitingDevice[];
  readonly isCut: boolean;
};

/** Reads the stored document; what does not fit counts as empty, and the next write replaces it. */
export function readNewRooms(value: unknown): PendingRoomsDocument {
  const read = book.safeParse(value);
  return read.success ? read.data : { hours: [], devices: [], isCut: false };
}

/** Response of `GET /api/settings/waiting-devices`: the devices that wait longest first. */
export const waitingDevicesAnswer = z.strictObject({
  rows: z.array(
    z.strictObject({ device: z.string(), gateway: z.string(), firstAt: instant, lastAt: instant }),
  ),
  isCut: z.boolean().describe('More devices wait than the list contains.'),
  confirmedAt: instant,
});
export type WaitingDevicesAnswer = Wire<typeof waitingDevicesAnswer>;
