import { describe, expect, it } from 'vitest';
import { limitConcurrency } from '../limitConcurrency.ts';
import { createUploads, type NamedFile } from './uploads.ts';

type Sending = {
  readonly name: string;
  readonly uploadId: string;
  readonly signal: AbortSignal;
  readonly progress: (bytes: number) => void;
  readonly end: (sentence: string) => void;
  readonly fail: (error: Error) => void;
};

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function named(name: string, bytes = 4): NamedFile {
  return { name, file: new File([new Uint8Array(bytes)], name) };
}

/** A queue in front of a fake connection that the test controls. */
function createStory(turns = limitConcurrency(2)) {
  const sent: Sending[] = [];
  const unseen: string[] = [];
  const busy: boolean[] = [];
  const uploads = createUploads({
    send: ({ name, uploadId }, { signal, onProgress }) =>
      new Promise((end, fail) => {
        signal.addEventListener('abort', () => fail(signal.reason));
        sent.push({ name, uploadId, signal, progress: onProgress, end, fail });
      }),
    formatFailure: (error) => (error instanceof Error ? error.message : 'What?'),
    mayRetry: (error) => !(error instanceof RangeError),
    onUnseenEnd: (sentence) => void unseen.push(sentence),
    onBusy: (isBusy) => void busy.push(isBusy),
    largestBytes: 8,
    turns,
  });
  const states = () => uploads.get().uploads.map(({ name, state }) => [name, state.kind]);
  const keyOf = (name: string) => {
    const found = uploads.get().uploads.find((upload) => upload.name === name);
    if (!found) throw new Error(`${name} is not on the list.`);
    return found.key;
  };
  return { uploads, sent, unseen, busy, states, keyOf };
}

describe('createUploads', () => {
  it('sends two at a time, in the order they came', async () => {
    const { uploads, sent, states } = createStory();
    uploads.add([named('a'), named('b'), named('c')]);
    await settled();
    expect(states()).toEqual([
      ['a', 'sending'],
      ['b', 'sending'],
      ['c', 'waiting'],
    ]);
    expect(sent[0]?.uploadId).not.toBe(sent[1]?.uploadId);
    sent[1]?.end('b is attached.');
    await settled();
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(states()).toEqual([
      ['a', 'sending'],
      ['c', 'sending'],
    ]);
    expect(uploads.get().announcement).toEqual({ count: 1, sentence: 'b is attached.' });
  });

  it('sends two at a time of all tickets together', async () => {
    const turns = limitConcurrency(2);
    const [one, other] = [createStory(turns), createStory(turns)];
    one.uploads.add([named('a')]);
    other.uploads.add([named('b'), named('c')]);
    await settled();
    expect([one.states(), other.states()]).toEqual([
      [['a', 'sending']],
      [
        ['b', 'sending'],
        ['c', 'waiting'],
      ],
    ]);
    one.sent[0]?.end('a is attached.');
    await settled();
    expect(other.states().map(([, state]) => state)).toEqual(['sending', 'sending']);
  });

  it('reports that a file is too large before anything of it is sent', async () => {
    const { uploads, sent } = createStory();
    uploads.add([named('huge', 9), named('fits', 8)]);
    await settled();
    expect(sent.map(({ name }) => name)).toEqual(['fits']);
    expect(uploads.get().uploads[0]?.state).toEqual({
      kind: 'failed',
      sentence: 'Up to 8 bytes can be attached; this file is 9 bytes.',
      canRetry: false,
    });
  });

  it('reports that a file is empty before anything is sent', async () => {
    const { uploads, sent } = createStory();
    uploads.add([named('photo.log', 0)]);
    await settled();
    expect(sent).toEqual([]);
    const [empty] = uploads.get().uploads;
    expect(empty?.state).toMatchObject({ kind: 'failed', canRetry: false });
    expect(empty?.state).toHaveProperty(
      'sentence',
      'photo.log is empty (0 bytes). Check that it was saved completely, then choose it again.',
    );
  });

  it('offers no retry of a permanent refusal, and sends none', async () => {
    const { uploads, sent, keyOf } = createStory();
    uploads.add([named('a')]);
    await settled();
    sent[0]?.fail(new RangeError('The ticket is full.'));
    await settled();
    expect(uploads.get().uploads[0]?.state).toMatchObject({ kind: 'failed', canRetry: false });
    uploads.retry(keyOf('a'));
    await settled();
    expect(sent).toHaveLength(1);
  });

  it('keeps a failed upload, and sends it again on request', async () => {
    const { uploads, sent, busy, states, keyOf } = createStory();
    uploads.add([named('a')]);
    await settled();
    sent[0]?.progress(3);
    sent[0]?.fail(new Error('The server could not be reached.'));
    await settled();
    expect(states()).toEqual([['a', 'failed']]);
    expect(busy).toEqual([true, false]);
    uploads.retry(keyOf('a'));
    await settled();
    expect(states()).toEqual([['a', 'sending']]);
    // The server may have attached it and the answer got lost.
    expect(sent[1]?.uploadId).toBe(sent[0]?.uploadId);
    sent[1]?.end('a is attached.');
    await settled();
    expect(uploads.get().uploads).toEqual([]);
    expect(busy).toEqual([true, false, true, false]);
  });

  it('cancels pending uploads, never starts waiting ones, and counts neither as failed', async () => {
    const { uploads, sent, states, keyOf } = createStory();
    uploads.add([named('a'), named('b'), named('c'), named('d')]);
    await settled();
    uploads.drop(keyOf('c'));
    uploads.drop(keyOf('a'));
    await settled();
    expect(sent[0]?.signal.aborted).toBe(true);
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b', 'd']);
    sent[0]?.progress(4);
    expect(states()).toEqual([
      ['b', 'sending'],
      ['d', 'sending'],
    ]);
    expect(uploads.get().announcement.count).toBe(0);
  });

  it('reports the end of an upload elsewhere only while the list is not visible', async () => {
    const { uploads, sent, unseen } = createStory();
    const look = uploads.subscribe(() => undefined);
    uploads.add([named('a'), named('b')]);
    await settled();
    sent[0]?.end('a is attached.');
    await settled();
    look();
    sent[1]?.fail(new Error('It broke.'));
    await settled();
    expect(unseen).toEqual(['b was not attached. It broke.']);
  });
});
