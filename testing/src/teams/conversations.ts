/** The conversations of the fake Teams: what each message shows now, and the requests that led there. */

type Fact = { readonly title: string; readonly value: string };
type CardPart = { readonly facts?: readonly Fact[]; readonly items?: readonly CardPart[] };

/** An activity as the product sends it, as far as tests read it. */
export type SentActivity = {
  readonly type?: string;
  readonly text?: string;
  readonly summary?: string;
  readonly replyToId?: string;
  readonly attachments?: readonly { readonly content: unknown }[];
};

/** A message that stands in a conversation. */
export type Message = {
  readonly id: string;
  readonly conversation: string;
  /** The life of the platform in which it was posted; see `beginLife`. */
  readonly life: number;
  summary: string;
  facts: Readonly<Record<string, string>>;
};

/** A post or an edit that reached Teams. */
export type Delivery = {
  readonly kind: 'post' | 'edit';
  readonly conversation: string;
  readonly id: string;
  readonly life: number;
};

/** Creates the conversations, all of them empty. */
export function createConversations() {
  const messages = new Map<string, Message>();
  const deliveries: Delivery[] = [];
  const problems: string[] = [];
  let life = 0;

  return {
    messages,
    deliveries,
    /** The requests that neither post a message nor edit one that was posted. */
    problems,
    /** Starts the next life of the platform, for tests that kill it. */
    beginLife(): void {
      life += 1;
    },
    /** Applies a request. A post gets the id `newId`. Returns `null` for any other request. */
    apply(method: string, path: string, activity: SentActivity, newId: string): Delivery | null {
      const [, conversation = '', target] =
        /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path) ?? [];
      const isPost = method === 'POST' && conversation !== '' && target === undefined;
      const id = isPost ? newId : (target ?? '');
      const known = messages.get(id);
      if (!isPost && (method !== 'PUT' || known?.conversation !== conversation)) {
        problems.push(`${method} ${path}`);
        return null;
      }
      const shown = { summary: activity.summary ?? '', facts: factsIn(activity) };
      if (known) Object.assign(known, shown);
      else messages.set(id, { id, conversation, life, ...shown });
      const delivery: Delivery = { kind: isPost ? 'post' : 'edit', conversation, id, life };
      deliveries.push(delivery);
      return delivery;
    },
  };
}

/** The card's facts, title to value, without the marks that escape Markdown. */
function factsIn({ attachments = [] }: SentActivity): Record<string, string> {
  const walk = (parts: readonly CardPart[]): (readonly [string, string])[] =>
    parts.flatMap(({ facts = [], items = [] }) => [
      ...facts.map(({ title, value }) => [title, value.replaceAll('\\', '')] as const),
      ...walk(items),
    ]);
  return Object.fromEntries(
    attachments.flatMap(({ content }) => {
      const { body } = (content ?? {}) as { readonly body?: unknown };
      return walk(Array.isArray(body) ? body : []);
    }),
  );
}
