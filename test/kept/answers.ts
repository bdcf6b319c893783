/**
 * What the API returned for a kept database when it was kept, without the sentences of the product. A later
 * version returns the same facts; it may add members, offer further actions and word sentences otherwise.
 */
import type { Client } from './client.ts';
import { type Member, members, nora, piet, suri, vito } from './people.ts';

/** One request and what was returned for it. */
export type FrozenAnswer = {
  readonly path: string;
  readonly as: string;
  readonly answer: unknown;
};

/** What a test has to know beside the database, which has only hashes of keys and codes. */
export type KeptSecrets = {
  /** The time at which the database was kept. */
  readonly at: string;
  readonly gateway: string;
  readonly twin: { readonly device: string; readonly key: string };
  readonly keys: Readonly<
    Record<'enrolled' | 'unused' | 'rotated' | 'revoked' | 'openCode', string>
  >;
};

/** Members that the product words, that differ from store to store, or that say when the answer was made. */
const worded = new Set([
  'because',
  'resolvedBecause',
  'sentence',
  'note',
  'label',
  'impact',
  'description',
  'causes',
  'resolutions',
  'recommendedAction',
  'misconfigured',
  'sources',
  'product',
  'pattern',
  'etag',
  'place',
  'isWatched',
  'confirmedAt',
]);

/** The value without those members. */
function withoutWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutWords);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => !worded.has(name));
  return Object.fromEntries(kept.map(([name, member]) => [name, withoutWords(member)]));
}

/** Leaves out signals that are unknown and rules without an override: the database has nothing of them. */
function shortened(body: Record<string, unknown>): Record<string, unknown> {
  const { signals, rules, version, ...rest } = body;
  const rows = (list: unknown) => (Array.isArray(list) ? list : []);
  return {
    ...rest,
    ...(rules ? { rules: rows(rules).filter(({ overridden }) => overridden.length > 0) } : {}),
    ...(signals
      ? { signals: rows(signals).filter((one) => one.state !== 'unknown' || one.suppression) }
      : {}),
  };
}

const lists = [
  [nora, '/api/summary'],
  [piet, '/api/summary'],
  [nora, '/api/rooms?limit=200'],
  [nora, '/api/rooms?limit=200&enrolment=retired'],
  [suri, '/api/rooms?limit=200'],
  [nora, '/api/incidents?limit=200'],
  [vito, '/api/incidents?limit=200'],
  [nora, '/api/settings/people'],
  [nora, '/api/settings/rules'],
  [nora, '/api/settings/rules?group=mill'],
  [nora, '/api/settings/codes'],
  [nora, '/api/settings/keys'],
  [nora, '/api/settings/waiting-devices'],
  [nora, '/api/settings/quarantine'],
] as const;

/** Requests everything that a person can see of the database. */
export async function frozenAnswers(client: Client): Promise<FrozenAnswer[]> {
  const paths: (readonly [Member, string])[] = [...lists];
  const { rows } = await client.get(nora, '/api/rooms?limit=200');
  for (const { roomId } of rows) {
    paths.push([nora, `/api/rooms/${roomId}`], [nora, `/api/rooms/${roomId}/history?limit=200`]);
    const { signals } = await client.get(nora, `/api/rooms/${roomId}`);
    for (const { ticket } of signals) if (ticket) paths.push([nora, `/api/tickets/${ticket}`]);
  }
  for (let outage = 1; (await client.ask(nora, `/api/outages/outage-${outage}`)).status === 200; )
    paths.push([nora, `/api/outages/outage-${outage++}`]);
  const answers: FrozenAnswer[] = [];
  for (const [member, path] of paths) answers.push(await ask(client, member, path));
  return answers;
}

async function ask(client: Client, member: Member, path: string): Promise<FrozenAnswer> {
  const body = await client.get(member, path);
  return { path, as: member.name, answer: shortened(withoutWords(body) as object as never) };
}

/**
 * An action that the version of 2026-12-01 offered and then rejected: its signal does not apply in the
 * meeting mode of the room. Later versions do not offer it.
 */
const wrongOffers = new Set(['/api/rooms/room-1016 (Nora Falk) /signals/9/actions: no suppress']);

/** Differences between what was returned then and what is returned now, one line each. */
export async function differencesSince(
  client: Client,
  frozen: readonly FrozenAnswer[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const { path, as, answer } of frozen) {
    const member = members.find(({ name }) => name === as) ?? nora;
    const { status, body } = await client.ask(member, path);
    if (status === 200) lines.push(...differences(answer, shortened(body), `${path} (${as}) `));
    else lines.push(`${path} (${as}): ${status}`);
  }
  return lines.filter((line) => !wrongOffers.has(line));
}

/** Sentences in the kept answers: the product may word them differently, with the same numbers. */
const sentences = new Set(['neighbours', 'result']);

function numbersIn(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(/\D+/g, ' ').trim() : value;
}

/** What `now` lacks of `then`. Of lists of words, such as actions, `now` may have more. */
export function differences(then: unknown, now: unknown, at: string): string[] {
  if (Array.isArray(then)) {
    if (!Array.isArray(now)) return [`${at}: no list`];
    const isWords = then.every((one) => typeof one === 'string');
    if (isWords) return then.filter((one) => !now.includes(one)).map((one) => `${at}: no ${one}`);
    if (then.length !== now.length) return [`${at}: ${now.length} in place of ${then.length}`];
    return then.flatMap((one, index) => differences(one, now[index], `${at}/${index}`));
  }
  if (typeof then === 'object' && then !== null) {
    if (typeof now !== 'object' || now === null) return [`${at}: ${JSON.stringify(now)}`];
    return Object.entries(then).flatMap(([name, member]) => {
      const present: unknown = Reflect.get(now, name);
      return sentences.has(name)
        ? differences(numbersIn(member), numbersIn(present), `${at}/${name}`)
        : differences(member, present, `${at}/${name}`);
    });
  }
  return then === now ? [] : [`${at}: ${JSON.stringify(now)} in place of ${JSON.stringify(then)}`];
}
