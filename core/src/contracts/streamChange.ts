/** The event of the live stream, `GET /api/stream`. */
import { z } from 'zod';
import { roomId } from './vocabulary.ts';
import type { Wire } from './wire.ts';

/** Data of an event with the name `changed`: the rooms that a client loads again. */
export const streamChange = z.strictObject({ rooms: z.array(roomId) });
export type StreamChange = Wire<typeof streamChange>;
