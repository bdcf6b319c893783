import { describe, expect, it } from 'vitest';
import { readStream } from './readStream.ts';

function streamOf(chunks: readonly string[]): ReadableStream<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(encoder.encode(chunk));
      controller.close();
    },
  });
}

async function read(chunks: readonly string[]) {
  const changed: string[][] = [];
  let beats = 0;
  const isSuperseded = await readStream(streamOf(chunks), {
    onChanged: ({ rooms }) => changed.push([...rooms]),
    onBeat: () => {
      beats += 1;
    },
  });
  return { changed, beats, isSuperseded };
}

describe('readStream', () => {
  it('combines the parts of an event', async () => {
    const { changed } = await read([
      'event: chan',
      'ged\ndata: {"rooms":["room-1",',
      '"room-2"]}\n\n',
    ]);
    expect(changed).toEqual([['room-1', 'room-2']]);
  });

  it('counts comments only as heartbeats', async () => {
    expect(await read([': still here\n\n', ': still here\n\n'])).toEqual({
      changed: [],
      beats: 2,
      isSuperseded: false,
    });
  });

  it('ignores what it cannot parse', async () => {
    const { changed } = await read([
      'event: changed\ndata: {"rooms"\n\n',
      'event: changed\ndata: {"rooms":"all"}\n\n',
      'event: other\ndata: {"rooms":["room-9"]}\n\n',
      'event: changed\ndata: {"rooms":["room-1"]}\n\n',
    ]);
    expect(changed).toEqual([['room-1']]);
  });

  it('returns whether another stream replaced it', async () => {
    const last = [
      'event: changed\ndata: {"rooms":["room-1"]}\n\n',
      'event: superseded\ndata: {}\n\n',
    ];
    expect(await read(last)).toMatchObject({ changed: [['room-1']], isSuperseded: true });
  });
});
