/**
 * The Teams side of the bot. Activities arrive over one HTTP route, are accepted or rejected, and pass through
 * teams-ai's routing to the handler of their kind. Only `teams/` uses the SDK.
 */
// Not from the package's index: that also loads 20 MB of tokenizers, which the bot does not use.
import { Application } from '@microsoft/teams-ai/lib/Application.js';
import type { Rules } from '@rooms-pro/core';
import type { Activity, TurnContext } from 'botbuilder';
import type { Request, Response } from 'restify';
import { AppError } from '../appError.ts';
import type { Log } from '../log.ts';
import type { Delivery } from '../notify/delivery/delivery.ts';
import type { Received } from './adapter.ts';
import { createDedupe } from './dedupe.ts';
import { readIncoming } from './incoming/activity.ts';
import type { TeamsConnection } from './messenger.ts';
import { beforeTurn, onClick, onLink, onMembership, onMessage, onSearch } from './onActivity.ts';
import { createAnswers } from './replies/replies.ts';
import type { TurnDeps } from './turnDeps.ts';

export type TeamsBotDeps = Omit<TurnDeps, 'clicks' | 'answers' | 'rejections' | 'rules'> & {
  /** Returns the rules that are in force now. Each activity reads them once. */
  readonly rules: () => Rules;
  readonly teams: TeamsConnection;
  /** The rate limits and rejections that answers share with the cards of this process. */
  readonly delivery: Delivery;
  /** Waits for this number of milliseconds; rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** 0 to 1, for jitter. */
  readonly random: () => number;
  /** Reads a request's JSON body of bounded size; throws an `AppError` with the status of the response. */
  readonly readBody: (request: Request) => Promise<unknown>;
  /** Throws an `AppError` for a request from another site; needed without a sign-in of Teams. */
  readonly admit?: (request: Request) => void;
  /** Runs before each response: drops the rest of a body that was read in part. */
  readonly finishBody: (request: Request, response: Response) => Promise<void>;
};

export type TeamsBot = {
  /** Handles `POST /api/messages`: always sends a response, never throws. */
  handle(request: Request, response: Response): Promise<void>;
  /** Resolves when no answer is waiting. */
  idle(): Promise<void>;
  /** Sends the answers that can be sent at once, then stops. */
  stop(closed?: Promise<unknown>): Promise<void>;
};

/** Within this time the same click counts once: Teams repeats an invoke when its response is slow. */
const sameClickMs = 5_000;

/** Creates the bot. */
export function createTeamsBot(deps: TeamsBotDeps): TeamsBot {
  const { teams, readBody, finishBody, now, log, delivery } = deps;
  const clicks = createDedupe(() => Date.parse(now()), sameClickMs) as TurnDeps['clicks'];
  const { messenger } = teams;
  const onPaused = (id: string) => deps.notifier.conversationChanged(id);
  const answers = createAnswers({ ...deps, messenger, onPaused });
  const always = { ...deps, answers, rejections: delivery.rejections, clicks };
  const turnDeps = (): TurnDeps => ({ ...always, rules: deps.rules() });
  const application = createApplication(turnDeps);

  async function receive(request: Request): Promise<Received> {
    deps.admit?.(request);
    const authorization = request.header('authorization', '');
    // Before the body is read: a sender without a token must not fill the memory.
    if (teams.needsToken && !/^Bearer \S/i.test(authorization)) return { status: 401 };
    const body = await readBody(request);
    if (!readIncoming(body)) return { status: 400 };
    const from = { authorization, address: request.socket.remoteAddress ?? '' };
    return teams.adapter.receive(from, body as Activity, async (context) => {
      await beforeTurn(context, turnDeps());
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

/** Creates the routing of teams-ai, which uses the first selector that matches. */
function createApplication(deps: () => TurnDeps): Application {
  const application = new Application({ startTypingTimer: false, removeRecipientMention: false });
  const isOf =
    (...types: string[]) =>
    async ({ activity }: TurnContext) =>
      types.includes(activity.type);
  application.addRoute(isOf('message'), (context) => onMessage(context, deps()));
  application.addRoute(isOf('installationUpdate', 'conversationUpdate'), (context) =>
    onMembership(context, deps()),
  );
  const isInvoke =
    (name: string) =>
    async ({ activity }: TurnContext) =>
      activity.type === 'invoke' && activity.name === name;
  const onInvoke = (name: string, turn: (context: TurnContext, deps: TurnDeps) => Promise<void>) =>
    application.addRoute(isInvoke(name), (context) => turn(context, deps()), true);
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
