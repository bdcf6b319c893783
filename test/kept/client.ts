/** What reaches the product from outside: the tab, Teams, devices and gateways. */
import { setTimeout as wait } from 'node:timers/promises';
import type { CommandResult, MessageResult } from '@rooms-pro/core/contracts';
import type { Delivered } from '@rooms-pro/testing/teams';
import { type Conversation, type Member, team, tenantId } from './people.ts';
import type { Product } from './product.ts';

/** As much of the fake Teams as is needed here. */
export type Teams = { readonly url: string; readonly delivered: Delivered[] };

export type Client = ReturnType<typeof createClient>;

/** `product` returns the one that runs now. */
export function createClient(product: () => Product, teams: Teams) {
  let sent = 0;
  const numbers = new Map<string, number>();

  async function ask(member: Member, path: string, init: RequestInit = {}) {
    const headers = { 'x-acting-person': member.id, ...init.headers };
    const response = await fetch(`${product().url}${path}`, { ...init, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text };
  }

  /** As `ask`; throws where it is refused. */
  async function get(member: Member, path: string, init?: RequestInit) {
    const { status, body } = await ask(member, path, init);
    if (status < 300) return body;
    throw new Error(`${init?.method ?? 'GET'} ${path}: ${status} ${JSON.stringify(body)}`);
  }

  const send = (member: Member, method: string, path: string, body: unknown) =>
    get(member, path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  function activity(member: Member, { team: own = team, ...conversation }: Conversation) {
    const isChannel = conversation.conversationType === 'channel';
    return {
      channelId: 'msteams',
      serviceUrl: teams.url,
      from: { id: `29:${member.id}`, aadObjectId: member.id, name: member.name },
      recipient: { id: '28:bot', name: 'Rooms Pro Management' },
      timestamp: product().clock.now(),
      conversation: {
        ...conversation,
        tenantId,
        isGroup: conversation.conversationType !== 'personal',
      },
      ...(isChannel
        ? {
            channelData: {
              team: own,
              channel: { id: conversation.id, name: conversation.name, type: 'standard' },
              tenant: { id: tenantId },
            },
          }
        : {}),
    };
  }

  async function deliver(body: object) {
    const response = await fetch(`${product().url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`Teams: ${response.status} ${await response.text()}`);
    const text = await response.text();
    return text === '' ? null : JSON.parse(text);
  }

  return {
    ask,
    get,
    send,
    /** A command of the tab on one target. */
    async command(member: Member, target: object, action: object): Promise<CommandResult> {
      const body = { targets: [target], action };
      const { results } = await send(member, 'POST', '/api/commands', body);
      return results[0];
    },
    /** A file of the tab. */
    attach: (member: Member, ticket: string, name: string, content: Uint8Array<ArrayBuffer>) =>
      get(member, `/api/tickets/${ticket}/attachments`, {
        method: 'POST',
        headers: { 'x-attachment-name': encodeURIComponent(name) },
        body: content,
      }),
    /** Something that happens to the bot in Teams. */
    happens: (
      member: Member,
      conversation: Conversation,
      what: { readonly activity: object; readonly channelData?: object },
    ) => {
      sent += 1;
      const { channelData, ...about } = activity(member, conversation);
      const data = { channelData: { ...channelData, ...what.channelData } };
      return deliver({ ...about, ...(channelData ? data : {}), id: `f:${sent}`, ...what.activity });
    },
    /** A message to the bot; returns the card of its reply as text. */
    async say(member: Member, conversation: Conversation, text: string): Promise<string> {
      sent += 1;
      const id = `said-${sent}-${Date.now()}`;
      await deliver({ ...activity(member, conversation), type: 'message', id, text });
      const deadline = Date.now() + 20_000;
      for (;;) {
        const found = teams.delivered.findLast(({ activity: { replyToId } }) => replyToId === id);
        if (found) return JSON.stringify(found.activity.attachments?.[0]?.content ?? '');
        if (Date.now() > deadline) throw new Error(`The bot did not reply to “${text}”.`);
        await wait(1);
      }
    },
    /** A click on a card; returns what the client shows. */
    async click(
      member: Member,
      conversation: Conversation,
      verb: string,
      data: object,
    ): Promise<string> {
      const shown = await deliver({
        ...activity(member, conversation),
        type: 'invoke',
        name: 'adaptiveCard/action',
        id: `click-${sent}`,
        replyToId: 'card-1',
        value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
      });
      return JSON.stringify(shown);
    },
    /** Telemetry of some devices in one request; `key` is the sender's. */
    async telemetry(
      key: string,
      messages: readonly { readonly device: string; readonly items: readonly object[] }[],
      over: object = {},
    ): Promise<readonly MessageResult[]> {
      const sentAt = product().clock.now();
      const numbered = messages.map((message) => {
        const seq = (numbers.get(message.device) ?? 0) + 1;
        numbers.set(message.device, seq);
        return { sentAt, seq, agent: '2.4.1', ...message, ...over };
      });
      const headers = { authorization: `Bearer ${key}` };
      const body = JSON.stringify({ messages: numbered });
      const answer = await product().post('ingestTelemetry', body, headers);
      if (!answer.body?.results) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.results;
    },
  };
}

/** A reading as a device sends it. */
export const reading = (at: string, signal: string, state: string, detail = '') => ({
  form: 'reading',
  signal,
  state,
  detail,
  observedAt: at,
});
