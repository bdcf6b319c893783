import { type FakeCosmos, startFakeCosmos } from '@rooms-pro/testing/cosmos';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { count, roomId } from '../contract/sampleRooms.suite.ts';
import { StoreError } from '../storeError.ts';
import { onFakeCosmos } from './cosmosTrial.suite.ts';
import { type CosmosStore, type CosmosStoreOptions, openCosmosStore } from './openCosmosStore.ts';

let fakeCosmos: FakeCosmos;
let open: CosmosStore[] = [];

beforeEach(async () => {
  fakeCosmos = await startFakeCosmos();
});
afterEach(async () => {
  await Promise.all(open.map((store) => store.close()));
  open = [];
  await fakeCosmos.stop();
});

async function start(more: Partial<CosmosStoreOptions> = {}): Promise<CosmosStore> {
  const store = await openCosmosStore(onFakeCosmos(fakeCosmos, more));
  open.push(store);
  return store;
}

/** The `StoreError` that a promise is rejected with. */
async function faultOf(promise: Promise<unknown>): Promise<StoreError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof StoreError) return error;
  throw new Error(`No StoreError: ${String(error)}`);
}

describe('opening an account', () => {
  it('creates what is missing only when it is told to', async () => {
    const missing = await faultOf(start({ createMissing: false }));
    expect(missing).toMatchObject({ code: 'missing', retryable: false });
    await start();
    await start({ createMissing: false });
    const rooms = fakeCosmos.account.container('rooms-pro', 'rooms')?.definition;
    expect(rooms).toMatchObject({ partitionKey: { paths: ['/roomId'] }, defaultTtl: -1 });
    const documents = fakeCosmos.account.container('rooms-pro', 'documents')?.definition;
    expect(documents).toMatchObject({ partitionKey: { paths: ['/kind'] } });
    expect(fakeCosmos.offences).toEqual([]);
  });

  it('is refused with a key of another account', async () => {
    const key = Buffer.from('another key').toString('base64');
    expect(await faultOf(start({ signIn: { key } }))).toMatchObject({
      code: 'denied',
      retryable: false,
    });
  });

  it('fails in plain words when nobody is there', async () => {
    const patience = { tries: 3, firstWaitMs: 1 };
    const fault = await faultOf(start({ endpoint: 'http://127.0.0.1:9', patience }));
    expect(fault).toMatchObject({ code: 'unavailable', retryable: true });
    expect(fault.message).toContain('http://127.0.0.1:9');
  });

  it('signs in with a token when it is given a credential', async () => {
    const scopes: unknown[] = [];
    const credential = {
      getToken: async (scope: string | string[]) => {
        scopes.push(scope);
        return { token: 'a-token', expiresOnTimestamp: Date.now() + 3_600_000 };
      },
    };
    // The SDK sends tokens over TLS only; that it asks for one is what can be seen here.
    const fault = await start({ signIn: { credential }, patience: { tries: 1 } }).catch(String);
    expect(fault).toContain('not permitted for non-TLS');
  });
});

describe('giving up', () => {
  const patience = { tries: 4, firstWaitMs: 1, longestWaitMs: 2 };
  const cases = [
    [429, 'throttled'],
    [503, 'unavailable'],
    [408, 'unavailable'],
    [449, 'contended'],
  ] as const;

  it.each(cases)('after tries enough of %i says %s', async (status, code) => {
    const store = await start({ patience });
    let asked = 0;
    fakeCosmos.control.fault = (kind) => {
      if (kind === 'batch') asked += 1;
      return { kind: 'status', status };
    };
    const fault = await faultOf(store.transact(roomId(1), count(1), null));
    expect(fault).toMatchObject({ code, retryable: true });
    expect(asked).toBe(4);
    fakeCosmos.control.fault = null;
    expect((await store.transact(roomId(1), count(1))).answer).toBe(1);
  });

  it('after races enough says that others were always first', async () => {
    const store = await start({ patience });
    fakeCosmos.control.fault = (kind) =>
      kind === 'batch' ? { kind: 'status', status: 412 } : null;
    const fault = await faultOf(store.transact(roomId(1), count(1), null));
    expect(fault).toMatchObject({ code: 'contended', retryable: true });
  });

  it('waits as long as the account says, and not all for the same time', async () => {
    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    const store = await start({ patience: { random: () => 0.5, firstWaitMs: 10, wait } });
    let asked = 0;
    fakeCosmos.control.fault = (kind) => {
      if (kind !== 'batch') return null;
      asked += 1;
      return asked < 4 ? { kind: 'status', status: 429, retryAfterMs: 700 } : null;
    };
    await store.transact(roomId(1), count(1), null);
    expect(waits).toEqual([705, 710, 720]);
  });

  it('does not wait for an answer for ever', async () => {
    const store = await start({ requestTimeoutMs: 50, deadlineMs: 120, patience });
    fakeCosmos.control.fault = () => ({ kind: 'slow', ms: 400 });
    const fault = await faultOf(store.room(roomId(1)));
    expect(fault).toMatchObject({ code: 'unavailable', retryable: true });
  });
});

describe('events that are not kept for ever', () => {
  it('carry their own time to live', async () => {
    const store = await start({ keepEventsDays: 30 });
    await store.transact(roomId(1), count(1));
    const rooms = fakeCosmos.account.container('rooms-pro', 'rooms');
    expect(rooms?.documents.find('room-1', '1')?.body).toMatchObject({ ttl: 2_592_000 });
    expect(rooms?.documents.find('room-1', 'room')?.body).not.toHaveProperty('ttl');
  });
});
