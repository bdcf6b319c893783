/** The file before the first start: rooms, a gateway's key, and a conversation for each room. */
import path from 'node:path';
import { openSubscriptions } from '@rooms-pro/bot/subscriptions';
import { defaultRules, type RoomId } from '@rooms-pro/core';
import { issueKey, registerRoom } from '@rooms-pro/ingest';
import { openSqliteStore } from '@rooms-pro/store';
import { aProfile } from '@rooms-pro/testing/builders';

export type CrashRoom = {
  readonly id: RoomId;
  readonly device: string;
  readonly name: string;
  /** The conversation that is told of this room and of no other. */
  readonly conversation: string;
};

/** Name of the database in the platform's folder. */
export const databaseName = 'rooms.sqlite';

/** Fills an empty folder; answers the rooms and the gateway's key. */
export async function prepareWorld(folder: string, serviceUrl: string, count: number) {
  const store = openSqliteStore({ file: path.join(folder, databaseName) });
  const now = () => new Date().toISOString();
  const subscriptions = await openSubscriptions(store);
  const rooms: CrashRoom[] = [];
  for (let number = 1; number <= count; number += 1) {
    const conversation = `19:room-${number}@thread.tacv2`;
    const building = `Building ${number}`;
    const device = `dev-${number}`;
    const name = `Room ${number}`;
    const { roomId } = await registerRoom(
      { store, rules: () => defaultRules, now },
      {
        device,
        enrol: true,
        by: { kind: 'platform' },
        profile: aProfile({ name, building, groups: ['all'], expectedDisplays: 2 }),
      },
    );
    await subscriptions.addConversation({
      conversationId: conversation,
      kind: 'channel',
      serviceUrl,
      tenantId: null,
      teamId: null,
      botId: '28:bot',
      readerId: null,
    });
    const filter = { buildings: [building] };
    await subscriptions.subscribe({ conversationId: conversation, since: now(), filter });
    rooms.push({ id: roomId, device, name, conversation });
  }
  const { key } = await issueKey(store, { kind: 'gateway', name: 'crash' }, now());
  await store.close();
  return { rooms, key };
}
