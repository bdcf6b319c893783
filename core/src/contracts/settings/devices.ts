/** Keys and enrolment codes: `/api/settings/keys` and `/api/settings/codes`. */
import { z } from 'zod';
import { page, searched } from '../page.ts';
import { deviceId } from '../telemetry/messages.ts';
import { count, instant, roomId } from '../vocabulary.ts';
import type { Wire } from '../wire.ts';

/** Query of `GET /api/settings/keys`. */
export const keysQuery = z.object({ text: searched, ...page });

const roomRef = z.strictObject({ roomId, name: z.string() });

/** A key as people may see it, never the key itself. */
export const keyRow = z.strictObject({
  id: z.string(),
  kind: z.enum(['device', 'gateway']),
  name: z.string(),
  room: roomRef.nullable().describe('The room of the device; `null`: unknown.'),
  issuedAt: instant,
  revokedAt: instant.nullable(),
  validUntil: instant.nullable().describe('`null`: valid until it is revoked.'),
});
export type KeyRow = Wire<typeof keyRow>;

/** Response of `GET /api/settings/keys`: keys in use first, then the newest. */
export const keysAnswer = z.strictObject({
  total: count,
  rows: z.array(keyRow),
  confirmedAt: instant,
});
export type KeysAnswer = Wire<typeof keysAnswer>;

/** Response of `DELETE /api/settings/keys/{id}`. */
export const revokedKeyAnswer = z.strictObject({});

/** An enrolment code as people may see it, never the code itself. */
export const codeRow = z.strictObject({
  id: z.string(),
  state: z.enum(['open', 'used', 'expired', 'revoked']),
  device: z
    .string()
    .nullable()
    .describe('The only device that may use it; `null`: the first device that presents it.'),
  room: roomRef.nullable(),
  by: z.string(),
  issuedAt: instant,
  expiresAt: instant,
  used: z.strictObject({ device: z.string(), at: instant }).nullable(),
});
export type CodeRow = Wire<typeof codeRow>;

/** Response of `GET /api/settings/codes`: open codes first, then the newest; at most a hundred. */
export const codesAnswer = z.strictObject({ rows: z.array(codeRow), confirmedAt: instant });
export type CodesAnswer = Wire<typeof codesAnswer>;

/** Body of `POST /api/settings/codes`. */
export const newCodeBody = z.strictObject({
  device: z.string().trim().pipe(deviceId).nullable(),
  room: roomId.nullable(),
});
export type NewCodeBody = z.infer<typeof newCodeBody>;

/** Response of `POST /api/settings/codes`: the only response that contains the code. */
export const newCodeAnswer = z.strictObject({
  id: z.string(),
  code: z.string(),
  expiresAt: instant,
});
export type NewCodeAnswer = Wire<typeof newCodeAnswer>;
