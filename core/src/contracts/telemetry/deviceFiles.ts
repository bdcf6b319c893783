/** Files and states that reach ingest outside of messages: `/api/attachments`, `/api/device-state`. */
import { z } from 'zod';
import { count } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** Response of `POST /api/attachments`: the logs of a device are attached to a ticket. */
export const deviceFileAnswer = z.strictObject({
  attachment: z
    .strictObject({ id: z.string(), name: z.string(), sizeBytes: count })
    .nullable()
    .describe('`null`: the file of this command is attached already.'),
});
export type DeviceFileAnswer = Wire<typeof deviceFileAnswer>;

/** Body of `POST /api/device-state`, as the Teams admin centre sends it. */
export const deviceStateBody = z.looseObject({
  DeviceId: z.string().describe('The device. All other members are optional.'),
});
