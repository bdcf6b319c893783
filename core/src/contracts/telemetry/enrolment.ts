/** How a device gets its key: `POST /api/enrol` and `POST /api/rotate-key`. */
import { z } from 'zod';
import type { Wire } from '../wire.ts';
import { deviceId } from './messages.ts';

/** Body of `POST /api/enrol`: the device exchanges a one-time code for its key. */
export const enrolBody = z.strictObject({
  code: z.string().trim().min(1).max(64),
  device: deviceId,
  agent: z.string().max(64).optional(),
});
export type EnrolBody = z.infer<typeof enrolBody>;

/** Response of both routes. No other response contains the key. */
export const keyAnswer = z.strictObject({ device: z.string(), key: z.string() });
export type KeyAnswer = Wire<typeof keyAnswer>;
