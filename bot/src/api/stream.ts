/** `GET /api/stream`: sends each tab the changed rooms, as server-sent events. */
import type { Person, Room, RoomId } from '@rooms-pro/core';
import { maySee } from '@rooms-pro/core';
import { type StreamChange, supersededEvent } from '@rooms-pro/core/contracts';
import { AppError } from '../appError.ts';

/** The output of a stream; a response of the HTTP server. */
export type StreamSink = {
  write(text: string): unknown;
  end(): unknown;
  /** Closes the connection, even with unsent data. */
  destroy(): unknown;
  /** The number of bytes that are written but not sent yet. */
  readonly writableLength: number;
  on(event: 'close', listener: () => void): unknown;
};

type Changed = Pick<Room, 'id' | 'groups'>;

export type Streams = {
  /** Throws 503 when all people together have too many streams. */
  assertPlace(person: Person): void;
  /**
   * Adds a stream and ends it after `forMs`, when the person must sign in again; `null`: never. If
   * the person opens too many streams, the oldest one ends.
   */
  open(sink: StreamSink, person: Person, forMs: number | null): void;
  /** Ends the streams of people for whom `isOver` is true. They can connect again with their current access. */
  endWhere(isOver: (person: Person) => boolean): void;
  roomChanged(room: Changed): void;
  readonly count: number;
  stop(): void;
};

export type StreamLimits = { readonly most: number; readonly mostEach: number };

/** Half of all connections, so that the other half is free for all other requests. */
const limitsOfAll: StreamLimits = { most: 1_000, mostEach: 10 };
/**
 * A reader with more unsent data gets no further messages. It can open another stream and load
 * everything again.
 */
const mostUnsentBytes = 256 * 1024;
/** Changes are collected for this long, so that a burst becomes one message. */
const gatherMs = 100;
/** A comment at this interval prevents proxies from closing an idle stream. */
const keepAliveMs = 15_000;
/** The time to send the last event, also to a client that does not read. */
const lingerMs = 5_000;

/** Sends changes to every open stream. Each stream gets only rooms that its person may see. */
export function createStreams(limits: StreamLimits = limitsOfAll): Streams {
  /** Oldest first. */
  const open = new Map<StreamSink, Person>();
  const changed = new Map<RoomId, Changed>();
  let gathering: NodeJS.Timeout | null = null;

  function flush(): void {
    gathering = null;
    const rooms = [...changed.values()];
    changed.clear();
    for (const [sink, person] of [...open]) {
      const seen = rooms.filter((room) => maySee(person, room)).map((room) => room.id);
      const change: StreamChange = { rooms: seen };
      if (seen.length > 0) write(sink, `event: changed\ndata: ${JSON.stringify(change)}\n\n`);
    }
  }

  /**
   * The unsent bytes are counted before the write, so one message can be larger than the limit.
   */
  function write(sink: StreamSink, text: string): void {
    if (sink.writableLength <= mostUnsentBytes) {
      sink.write(text);
      return;
    }
    open.delete(sink);
    sink.destroy();
  }

  function end(sink: StreamSink): void {
    open.delete(sink);
    sink.end();
    const late = setTimeout(() => sink.destroy(), lingerMs).unref();
    sink.on('close', () => clearTimeout(late));
  }

  function ofPerson({ id }: Person): StreamSink[] {
    return [...open].filter(([, person]) => person.id === id).map(([sink]) => sink);
  }

  const keepAlive = setInterval(() => {
    for (const sink of [...open.keys()]) write(sink, ': still here\n\n');
  }, keepAliveMs);
  keepAlive.unref();

  return {
    assertPlace(person) {
      if (open.size >= limits.most && ofPerson(person).length < limits.mostEach) throw tooMany();
    },
    open: (sink, person, forMs) => {
      const [oldest, ...others] = ofPerson(person);
      if (oldest && others.length + 1 >= limits.mostEach) {
        write(oldest, `event: ${supersededEvent}\ndata: {}\n\n`);
        end(oldest);
      }
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
      for (const sink of [...open.keys()]) end(sink);
    },
  };
}

function tooMany(): AppError {
  const sentence =
    'Too many pages receive live changes right now. This page loads changes from time to time.';
  const headers = { 'retry-after': '30' };
  return new AppError(sentence, { code: 'tooManyStreams', status: 503, retryable: true, headers });
}
