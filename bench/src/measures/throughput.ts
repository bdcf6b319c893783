/** Row 1: how many unchanged messages a second each server takes, round after round in turn. */
import { openConnections } from '../load/connection.ts';
import { type StampedRequest, stamp } from '../load/requests.ts';
import { median } from '../rows/statistics.ts';

/** A server in the comparison, and what it is sent. */
export type Contender = {
  readonly name: 'platform' | 'bare' | 'alertmanager';
  readonly url: string;
  readonly requests: readonly StampedRequest[];
  readonly messagesPerRequest: number;
  /** The time to write into a request that is sent now. */
  readonly instant: () => string;
};

export type Throughput = {
  /** Messages a second, median of the rounds. */
  readonly perSecond: Readonly<Partial<Record<Contender['name'], number>>>;
  /** The platform against the others, round by round, median of the rounds. */
  readonly ratio: Readonly<Partial<Record<Contender['name'], number>>>;
};

export type Rounds = {
  readonly rounds: number;
  readonly roundMs: number;
  readonly connections: number;
};

/** A B A B …: each round asks every contender, so that a noisy minute is noisy for all. */
export async function compareThroughput(
  contenders: readonly Contender[],
  { rounds, roundMs, connections }: Rounds,
): Promise<Throughput> {
  const seen = contenders.map((contender) => ({ name: contender.name, perSecond: [] as number[] }));
  // Code that has not run hot yet is nobody's speed: the first round is not counted.
  for (let round = -1; round < rounds; round += 1) {
    for (const [place, contender] of contenders.entries()) {
      const perSecond = await oneRound(contender, roundMs, connections);
      if (round >= 0) seen[place]?.perSecond.push(perSecond);
    }
  }
  const own = seen.find(({ name }) => name === 'platform')?.perSecond ?? [];
  return {
    perSecond: Object.fromEntries(seen.map(({ name, perSecond }) => [name, median(perSecond)])),
    ratio: Object.fromEntries(
      seen.map(({ name, perSecond }) => [
        name,
        median(own.map((mine, round) => mine / (perSecond[round] ?? Number.NaN))),
      ]),
    ),
  };
}

async function oneRound(
  { url, requests, messagesPerRequest, instant }: Contender,
  roundMs: number,
  connections: number,
): Promise<number> {
  const lanes = Math.min(connections, requests.length);
  const opened = await openConnections(url, lanes);
  const startedMs = performance.now();
  let next = 0;
  let answered = 0;
  await Promise.all(
    opened.all.map(async (connection) => {
      while (performance.now() - startedMs < roundMs) {
        const request = requests[next % requests.length];
        next += 1;
        if (request === undefined) return;
        const { status } = await connection.send(stamp(request, instant()));
        if (status !== 200) throw new Error(`${url} answered ${status}.`);
        answered += 1;
      }
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  opened.close();
  return (answered * messagesPerRequest) / seconds;
}
