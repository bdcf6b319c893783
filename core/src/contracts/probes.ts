/** The health probes of both services, for monitors. */
import { z } from 'zod';
import { count } from './vocabulary.ts';
import type { Wire } from './wire.ts';

/** Response of `/healthz` of the bot and of `/api/healthz` of ingest. */
export const alive = z.strictObject({ status: z.literal('alive') });
export type Alive = Wire<typeof alive>;

const unreadable = z
  .strictObject({
    total: count,
    documents: z.array(z.strictObject({ kind: z.string(), id: z.string() })),
  })
  .describe('Documents that this version of the product cannot read. Left out: there are none.');

const counts = {
  rooms: count.describe('Rooms in use.'),
  waitingCards: count.describe('Rooms and outages whose cards are not sent yet.'),
};

/** Response of `/readyz` of the bot. Without counts, the bot does not process requests. */
export const botReadiness = z.union([
  z.strictObject({ status: z.enum(['starting', 'storeUnreachable', 'stopping', 'crowded']) }),
  z.strictObject({
    status: z.enum(['ready', 'storeUnreachable']),
    ...counts,
    unreadable: unreadable.exactOptional(),
  }),
]);
export type BotReadiness = Wire<typeof botReadiness>;

/** Response of `/api/readyz` of ingest. */
export const ingestReadiness = z.strictObject({
  status: z
    .enum(['ready', 'behind', 'storeUnreachable'])
    .describe(
      '`behind`: changes of other instances have not arrived for a while. Telemetry is still accepted.',
    ),
  unreadable: unreadable.exactOptional(),
  off: z
    .array(z.string())
    .exactOptional()
    .describe(
      'Optional parts that are off because their settings could not be read from the Key Vault.',
    ),
});
export type IngestReadiness = Wire<typeof ingestReadiness>;
