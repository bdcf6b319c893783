/** For tests: a whole bot whose people reach one incident by cards, chat and the tab, all over HTTP. */
import { Agent, request as httpRequest } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Person } from '@rooms-pro/core';
import type { ActionPayload, CommandsAnswer, TicketDetail } from '@rooms-pro/core/contracts';
import { openScenario } from '@rooms-pro/testing/scenario';

/** No name is a part of another one, or of a sentence of the product. */
const names = [
  'Ada Quist',
  'Bo Renn',
  'Cy Tarn',
  'Dov Ulm',
  'Eve Wix',
  'Fay Yule',
  'Gus Zorn',
  'Hal Krug',
];

export const racers: readonly Person[] = names.map((name, index) => ({
  kind: 'person',
  id: `racer-${index + 1}`,
  name,
  role: 'manager',
  groups: [],
}));

/** What a person was told: whether it was done, and every word of it. */
export type Told = { readonly done: boolean; readonly text: string };

export type Button = { readonly verb: string; readonly data: Readonly<Record<string, unknown>> };

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Opens it; the clock stands still but for what `pass` adds. */
export async function openWorld() {
  const scenario = await openScenario({ people: racers });
  const { teams, url, now } = scenario;
  const agent = new Agent({ keepAlive: true });
  let said = 0;

  const activityOf = (person: Person) => ({
    channelId: 'msteams',
    serviceUrl: teams.url,
    from: { id: `29:${person.id}`, aadObjectId: person.id, name: person.name },
    recipient: { id: '28:bot', name: 'Rooms Pro' },
    conversation: {
      id: `19:${person.id}@thread.v2`,
      tenantId: 'tenant',
      conversationType: 'groupChat',
      isGroup: true,
    },
  });

  /** What the bot replies to this message. */
  async function replyTo(id: string): Promise<unknown> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const found = teams.delivered.findLast(({ activity }) => activity.replyToId === id);
      if (found) return found.activity.attachments?.[0]?.content;
      if (Date.now() > deadline) throw new Error(`The bot did not reply to ${id}.`);
      await wait(1);
    }
  }

  async function say(person: Person, text: string, timestamp = now()): Promise<unknown> {
    said += 1;
    const id = `said-${said}`;
    const message = { ...activityOf(person), type: 'message', id, text, timestamp };
    await send(agent, `${url}/api/messages`, message);
    return replyTo(id);
  }

  async function press(person: Person, card: string, { verb, data }: Button): Promise<Told> {
    const body = await send<{ type: string; value: unknown }>(agent, `${url}/api/messages`, {
      ...activityOf(person),
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: `click-${card}`,
      replyToId: card,
      value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
    });
    return { done: body.type.endsWith('card.adaptive'), text: wordsOf(body.value) };
  }

  async function command(person: Person, ticket: string, action: ActionPayload): Promise<Told> {
    const sent = { targets: [{ ticket }], action };
    const { results } = await send<CommandsAnswer>(agent, `${url}/api/commands`, sent, person.id);
    const [result] = results;
    if (!result) throw new Error('A command without a result.');
    return { done: result.ok, text: result.sentence };
  }

  return {
    ...scenario,
    press,
    command,
    /** A message to the bot; what it did not do it says so. */
    async write(person: Person, text: string, sentAt: string): Promise<Told> {
      const words = wordsOf(await say(person, text, sentAt));
      return {
        done: !/Nothing was changed|I don't understand|Which ticket/.test(words),
        text: words,
      };
    },
    /** The card of a ticket as this person sees it now. */
    cardFor: (person: Person, ticket: string) => say(person, `ticket ${ticket}`),
    ticket: (person: Person, ticket: string) =>
      send<TicketDetail>(agent, `${url}/api/tickets/${ticket}`, undefined, person.id),
    /** What was delivered so far is not looked at again. */
    forget: () => void teams.delivered.splice(0),
    async close() {
      await scenario.close();
      agent.destroy();
    },
  };
}

/** The button with this verb, wherever on the card it stands. */
export function buttonOn(card: unknown, verb: string): Button | null {
  if (typeof card !== 'object' || card === null) return null;
  if ('verb' in card && card.verb === verb && 'data' in card) return card as Button;
  for (const part of Object.values(card)) {
    const found = buttonOn(part, verb);
    if (found) return found;
  }
  return null;
}

/** Every text that a person reads on a card, or the sentence itself. */
export function wordsOf(shown: unknown): string {
  if (typeof shown === 'string') return shown;
  if (Array.isArray(shown)) return shown.map(wordsOf).filter(Boolean).join('\n');
  if (typeof shown !== 'object' || shown === null) return '';
  const fields = Object.entries(shown).filter(
    ([name, value]) => typeof value === 'object' || ['text', 'value', 'title'].includes(name),
  );
  return wordsOf(fields.filter(([name]) => name !== 'data').map(([, value]) => value));
}

function send<T = unknown>(agent: Agent, url: string, body?: unknown, as?: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(as === undefined ? {} : { 'x-acting-person': as }),
    };
    const method = body === undefined ? 'GET' : 'POST';
    const request = httpRequest(url, { method, agent, headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString('utf8');
      if (response.statusCode === 200) resolve((text === '' ? null : JSON.parse(text)) as T);
      else reject(new Error(`${method} ${url}: ${response.statusCode} ${text}`));
    });
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
