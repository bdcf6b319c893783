/**
 * The bot as Teams meets it: activities come in over one HTTP route, are let in or refused, and go
 * through teams-ai's routing to the turn that each kind needs. Nothing but `teams/` knows the SDK.
 */
// Not through the package's front door: that loads language models' tokenizers, 20 MB nobody uses.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { Instant } from '@rooms-pro/core';
import type { Activity, TurnContext } from 'botbuilder';
import type { Request, Response } from 'restify';
import { AppError } from '../appError.ts';
import type { Log } from '../log.ts';
import type { Delivery } from '../notify/delivery/delivery.ts';
import type { Subscriptions } from '../notify/subscriptions/subscriptions.ts';
import { type BotCredentials, type Received, TeamsAdapter } from './adapter.ts';
import { createDedupe } from './dedupe.ts';
import { readIncoming } from './incoming/activity.ts';
import { createTeamsMessenger, type TeamsMessenger } from './messenger.ts';
import {
  beforeTurn,
  onClick,
  onLink,
  onMembership,
  onMessage,
  onSearch,
  type TurnDeps,
} from './onActivity.ts';
import { createAnswers } from './replies/replies.ts';

/** The way to Teams: what the notifier sends through, and what the bot listens on. */
export type TeamsConnection = {
  readonly adapter: TeamsAdapter;
  readonly messenger: TeamsMessenger;
  /** Whether activities come with a token; where the bot has no id, they come from this machine. */
  readonly needsToken: boolean;
};

/** Makes the way to Teams. */
export function createTeamsConnection(deps: {
  readonly credentials: BotCredentials;
  readonly audience: Subscriptions;
  readonly now: () => Instant;
}): TeamsConnection {
  const { audience, now } = deps;
  const adapter = new TeamsAdapter(deps.credentials);
  const nowMs = () => Date.parse(now());
  const needsToken = deps.credentials.id !== '';
  return { adapter, needsToken, messenger: createTeamsMessenger({ adapter, audience, nowMs }) };
}

export type TeamsBotDeps = Omit<TurnDeps, 'clicks' | 'answers' | 'rejections'> & {
  readonly teams: TeamsConnection;
  /** What answers share with the cards of this process. */
  readonly delivery: Delivery;
  /** Waits that many milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Reads a request's JSON body of bounded size; throws an `AppError` with the status to answer. */
  readonly readBody: (request: Request) => Promise<unknown>;
  /** Throws an `AppError` for what another site makes a browser send, where no sign-in of Teams guards. */
  readonly admit?: (request: Request) => void;
  /** Awaited before each response: drops the rest of a body that was read in part. */
  readonly finishBody: (request: Request, response: Response) => Promise<void>;
};

export type TeamsBot = {
  /** Handles `POST /api/messages`: always answers, never throws. */
  handle(request: Request, response: Response): Promise<void>;
  /** Resolves when no answer waits to be sent. */
  idle(): Promise<void>;
  /** Sends what can be sent at once, then nothing more. */
  stop(closed?: Promise<unknown>): Promise<void>;
};

/** How long the same click counts as one: Teams sends an invoke again when an answer is slow. */
const sameClickMs = 5_000;

/** Makes the bot. */
export function createTeamsBot(deps: TeamsBotDeps): TeamsBot {
  const { teams, readBody, finishBody, now, log, delivery } = deps;
  const clicks = createDedupe(() => Date.parse(now()), sameClickMs) as TurnDeps['clicks'];
  const { messenger } = teams;
  const onPaused = (id: string) => deps.notifier.conversationChanged(id);
  const answers = createAnswers({ ...deps, messenger, onPaused });
  const turnDeps: TurnDeps = { ...deps, answers, rejections: delivery.rejections, clicks };
  const application = createApplication(turnDeps);

  async function receive(request: Request): Promise<Received> {
    deps.admit?.(request);
    const authorization = request.header('authorization', '');
    // Before a byte is read: whoever shows nothing at all must not fill the memory.
    if (teams.needsToken && !/^Bearer \S/i.test(authorization)) return { status: 401 };
    const body = await readBody(request);
    if (!readIncoming(body)) return { status: 400 };
    const from = { authorization, address: request.socket.remoteAddress ?? '' };
    return teams.adapter.receive(from, body as Activity, async (context) => {
      await beforeTurn(context, turnDeps);
      await application.run(context);
    });
  }

  return {
    async handle(request, response) {
      const { status, body } = await receive(request).catch((error) => failed(error, log));
      if (status === 400 || status === 401 || status === 403)
        log.warn('activity.refused', { status });
      await finishBody(request, response);
      if (body === undefined) response.send(status);
      else response.send(status, body);
    },
    idle: answers.idle,
    stop: answers.stop,
  };
}

/** teams-ai routes by its own order: the first selector that matches. */
function createApplication(deps: TurnDeps): Application {
  const application = new Application({ startTypingTimer: false, removeRecipientMention: false });
  const isOf =
    (...types: string[]) =>
    async ({ activity }: TurnContext) =>
      types.includes(activity.type);
  application.addRoute(isOf('message'), (context) => onMessage(context, deps));
  application.addRoute(isOf('installationUpdate', 'conversationUpdate'), (context) =>
    onMembership(context, deps),
  );
  const isInvoke =
    (name: string) =>
    async ({ activity }: TurnContext) =>
      activity.type === 'invoke' && activity.name === name;
  const onInvoke = (name: string, turn: (context: TurnContext, deps: TurnDeps) => Promise<void>) =>
    application.addRoute(isInvoke(name), (context) => turn(context, deps), true);
  onInvoke('adaptiveCard/action', onClick);
  onInvoke('composeExtension/query', onSearch);
  onInvoke('composeExtension/queryLink', onLink);
  return application;
}

function failed(error: unknown, log: Log): Received {
  if (error instanceof AppError) return { status: error.status };
  log.error('activity.failed', {}, error);
  return { status: 500 };
}
