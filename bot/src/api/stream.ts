/** `GET /api/stream`: tells each tab which rooms changed, as server-sent events. */
import type { Person, Room, RoomId } from '@rooms-pro/core';
import { maySee } from '@rooms-pro/core';
import type { StreamChange } from '@rooms-pro/core/contracts';

/** What a stream writes to; a response of the HTTP server. */
export type StreamSink = {
  write(text: string): unknown;
  end(): unknown;
  on(event: 'close', listener: () => void): unknown;
};

export type Streams = {
  /** Ends it after `forMs`, when whoever listens has to prove again who they are; `null`: never. */
  open(sink: StreamSink, person: Person, forMs: number | null): void;
  /** Ends the streams of those for whom this is so; they may come back as who they are now. */
  endWhere(isOver: (person: Person) => boolean): void;
  roomChanged(room: Room): void;
  readonly count: number;
  stop(): void;
};

/** Changes are gathered for this long, so that a burst is one message. */
const gatherMs = 100;
/** A comment this often keeps proxies from cutting an idle stream. */
const keepAliveMs = 15_000;

/** Fans changes out to every open stream; each hears only of rooms its person may see. */
export function createStreams(): Streams {
  const open = new Map<StreamSink, Person>();
  const changed = new Map<RoomId, Room>();
  let gathering: NodeJS.Timeout | null = null;

  function flush(): void {
    gathering = null;
    const rooms = [...changed.values()];
    changed.clear();
    for (const [sink, person] of open) {
      const seen = rooms.filter((room) => maySee(person, room)).map((room) => room.id);
      if (seen.length > 0) send(sink, { rooms: seen });
    }
  }

  function send(sink: StreamSink, change: StreamChange): void {
    sink.write(`event: changed\ndata: ${JSON.stringify(change)}\n\n`);
  }

  function end(sink: StreamSink): void {
    open.delete(sink);
    sink.end();
  }

  const keepAlive = setInterval(() => {
    for (const sink of open.keys()) sink.write(': still here\n\n');
  }, keepAliveMs);
  keepAlive.unref();

  return {
    open: (sink, person, forMs) => {
      open.set(sink, person);
      const timer = forMs === null ? null : setTimeout(() => end(sink), forMs).unref();
      sink.on('close', () => {
        if (timer) clearTimeout(timer);
        open.delete(sink);
      });
      sink.write('retry: 1000\n: connected\n\n');
    },
    endWhere: (isOver) => {
      for (const [sink, person] of [...open]) if (isOver(person)) end(sink);
    },
    roomChanged: (room) => {
      changed.set(room.id, room);
      gathering ??= setTimeout(flush, gatherMs);
    },
    get count() {
      return open.size;
    },
    stop: () => {
      clearInterval(keepAlive);
      if (gathering) clearTimeout(gathering);
      for (const sink of open.keys()) sink.end();
      open.clear();
    },
  };
}
