/** Row 1: the number of unchanged messages that each server accepts per second; the servers alternate. */
import { openConnections } from '../load/connection.ts';
import { type StampedRequest, stamp } from '../load/requests.ts';
import { median } from '../rows/statistics.ts';

/** A server in the comparison, and the requests that it receives. */
export type Contender = {
  readonly name: 'platform' | 'bare' | 'alertmanager';
  readonly url: string;
  readonly requests: readonly StampedRequest[];
  readonly messagesPerRequest: number;
  /** The time to write into a request that is sent now. */
  readonly instant: () => string;
};

export type Throughput = {
  /** Messages per second; the median of the rounds. */
  readonly perSecond: Readonly<Partial<Record<Contender['name'], number>>>;
  /** The ratio of the platform to each other server in the same round; the median of the rounds. */
  readonly ratio: Readonly<Partial<Record<Contender['name'], number>>>;
};

export type Rounds = {
  readonly rounds: number;
  readonly roundMs: number;
  readonly connections: number;
};

/** Alternates the servers (A B A B …) in each round, so that noise of the machine affects all of them. */
export async function compareThroughput(
  contenders: readonly Contender[],
  { rounds, roundMs, connections }: Rounds,
): Promise<Throughput> {
  const results = contenders.map((contender) => ({
    name: contender.name,
    perSecond: [] as number[],
  }));
  // The first round is not counted, because the code is not compiled yet.
  for (let round = -1; round < rounds; round += 1) {
    for (const [place, contender] of contenders.entries()) {
      const perSecond = await oneRound(contender, roundMs, connections);
      if (round >= 0) results[place]?.perSecond.push(perSecond);
    }
  }
  const platformRates = results.find(({ name }) => name === 'platform')?.perSecond ?? [];
  return {
    perSecond: Object.fromEntries(results.map(({ name, perSecond }) => [name, median(perSecond)])),
    ratio: Object.fromEntries(
      results.map(({ name, perSecond }) => [
        name,
        median(platformRates.map((mine, round) => mine / (perSecond[round] ?? Number.NaN))),
      ]),
    ),
  };
}

async function oneRound(
  { url, requests, messagesPerRequest, instant }: Contender,
  roundMs: number,
  connections: number,
): Promise<number> {
  const connectionCount = Math.min(connections, requests.length);
  const opened = await openConnections(url, connectionCount);
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
        if (status !== 200) throw new Error(`The response of ${url} has status ${status}.`);
        answered += 1;
      }
    }),
  );
  const seconds = (performance.now() - startedMs) / 1000;
  opened.close();
  return (answered * messagesPerRequest) / seconds;
}
