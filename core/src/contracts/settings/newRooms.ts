/** Devices that a gateway named and that wait for a room: the stored document and the response. */
import { z } from 'zod';
import type { Instant } from '../../words.ts';
import { instant } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** The limits of the document: gateways in their current hour, and waiting devices. */
export const newRoomsLimits = { gateways: 200, devices: 200 } as const;

const waitingDevice = z.object({
  device: z.string(),
  gateway: z.string(),
  firstAt: z.string(),
  lastAt: z.string(),
});

/** A device that waits because its gateway has created the most rooms of this hour. */
export type WaitingDevice = Readonly<z.infer<typeof waitingDevice>>;

const newRoomsDocument = z.object({
  hours: z.array(z.object({ id: z.string(), from: z.string(), made: z.number() })),
  devices: z.array(waitingDevice),
  isCut: z.boolean(),
});

/**
 * The stored document: the current hour of each gateway, and the waiting devices; `isCut`: there
 * are more devices than listed.
 */
export type PendingRoomsDocument = {
  readonly hours: readonly {
    readonly id: string;
    readonly from: Instant;
    readonly made: number;
  }[];
  readonly devices: readonly WaitingDevice[];
  readonly isCut: boolean;
};

/** Reads the stored document. Invalid content counts as empty, and the next write replaces it. */
export function readNewRooms(value: unknown): PendingRoomsDocument {
  const read = newRoomsDocument.safeParse(value);
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
