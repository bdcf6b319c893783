/** `GET /api/stream`: tells each tab which rooms changed, as server-sent events. */
import type { Person, Room, RoomId } from '@rooms-pro/core';
import { maySee } from '@rooms-pro/core';
import { type StreamChange, supersededEvent } from '@rooms-pro/core/contracts';
import { AppError } from '../appError.ts';

/** What a stream writes to; a response of the HTTP server. */
export type StreamSink = {
  write(text: string): unknown;
  end(): unknown;
  /** Closes its connection, also with unsent data. */
  destroy(): unknown;
  /** How much is written and unsent. */
  readonly writableLength: number;
  on(event: 'close', listener: () => void): unknown;
};

type Changed = Pick<Room, 'id' | 'groups'>;

export type Streams = {
  /** Throws 503 when there are too many of all people. */
  assertPlace(person: Person): void;
  /**
   * Ends it after `forMs`, when the person has to sign in again; `null`: never. A
   * person's oldest stream ends when they open one too many.
   */
  open(sink: StreamSink, person: Person, forMs: number | null): void;
  /** Ends the streams of those for whom this is so; they may come back as who they are now. */
  endWhere(isOver: (person: Person) => boolean): void;
  roomChanged(room: Changed): void;
  readonly count: number;
  stop(): void;
};

export type StreamLimits = { readonly most: number; readonly mostEach: number };

/** Half of all connections, so that as many are left for everything else. */
const limitsOfAll: StreamLimits = { most: 1_000, mostEach: 10 };
/** A reader that is so far behind gets nothing more; it may open another stream and ask for everything. */
const mostUnsentBytes = 256 * 1024;
/** Changes are gathered for this long, so that a burst is one message. */
const gatherMs = 100;
/** A comment this often keeps proxies from cutting an idle stream. */
const keepAliveMs = 15_000;
/** Time for the last event to go out, also to a client that does not read. */
const lingerMs = 5_000;

/** Fans changes out to every open stream; each hears only of rooms its person may see. */
export function createStreams(limits: StreamLimits = limitsOfAll): Streams {
  /** The oldest comes first. */
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

  /** What is unsent is counted first, so that one message may be larger than what may be unsent. */
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
    'Too many pages follow the changes live just now. This one asks from time to time.';
  const headers = { 'retry-after': '30' };
  return new AppError(sentence, { code: 'tooManyStreams', status: 503, retryable: true, headers });
}
