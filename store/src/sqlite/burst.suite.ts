/** A process to be killed: changes rooms without end and prints each change once it is confirmed. */
import { writeSync } from 'node:fs';
import { count, roomId } from '../contract/sampleRooms.suite.ts';
import { openSqliteStore } from './sqliteStore.ts';

const [file = ''] = process.argv.slice(2);
const store = openSqliteStore({ file, waitForLockMs: 0 });

async function changeForEver(number: number): Promise<never> {
  for (;;) {
    const { answer } = await store.transact(roomId(number), count(number));
    writeSync(1, `${roomId(number)} ${answer}\n`);
  }
}

await Promise.all(Array.from({ length: 20 }, (_, n) => changeForEver(n + 1)));
