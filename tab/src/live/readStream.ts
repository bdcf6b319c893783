/** Reads one server-sent stream to its end. It has no timers and no retries: `startLive` has those. */
import { type StreamChange, supersededEvent } from '@rooms-pro/core/contracts';
import { createParser } from 'eventsource-parser';

/** Callbacks of the reader: a change, and a sign that the stream is alive. */
export type StreamListener = {
  readonly onChanged: (change: StreamChange) => void;
  readonly onBeat: () => void;
};

function parseChange(data: string): StreamChange | null {
  try {
    const change: unknown = JSON.parse(data);
    const isChange = typeof change === 'object' && change !== null && 'rooms' in change;
    return isChange && Array.isArray(change.rooms) ? { rooms: change.rooms } : null;
  } catch {
    return null;
  }
}

/**
 * Resolves when the stream ends; the result states whether another stream of this person replaced it.
 * Rejects when the stream breaks. Ignores everything that it cannot parse.
 */
export async function readStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  listener: StreamListener,
): Promise<boolean> {
  let isSuperseded = false;
  const parser = createParser({
    onEvent(event) {
      if (event.event === supersededEvent) isSuperseded = true;
      const change = event.event === 'changed' ? parseChange(event.data) : null;
      if (change) listener.onChanged(change);
    },
  });
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return isSuperseded;
    listener.onBeat();
    parser.feed(value);
  }
}
