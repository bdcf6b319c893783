/** Renders a part of the tab in its environment: theme, address, responses of a server, and actions. */
import {
  createDOMRenderer,
  FluentProvider,
  RendererProvider,
  teamsLightTheme,
} from '@fluentui/react-components';
import type { Role } from '@rooms-pro/core';
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, waitFor } from '@testing-library/react';
import { PointerEventsCheckLevel, userEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect } from 'vitest';
import { ActProvider } from '../act/ActProvider.tsx';
import { Outcomes } from '../act/Outcomes.tsx';
import { createQueryClient, meQuery } from '../api/queries.ts';
import type { TeamsHost } from '../host/teams.ts';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { aMe, aSummary } from './answers.suite.ts';
import { createServer, type Server } from './server.suite.ts';

/** Renders no styles: jsdom has no layout, and each query for a role would evaluate all of them. */
const renderer = createDOMRenderer(undefined);

export type Options = {
  /** The address, with its query. */
  readonly at?: string;
  /** Prepared before rendering. Default: a server that returns the person and an empty summary. */
  readonly server?: Server;
  /** With the live stream. */
  readonly live?: boolean;
  readonly host?: TeamsHost | null;
};

/** A server that returns the acting person and an empty summary, and accepts every command. */
export function serverFor(role: Role = 'manager', me: Partial<Parameters<typeof aMe>[1]> = {}) {
  const server = createServer();
  server.on('GET me', aMe(role, me));
  server.on('GET summary', aSummary());
  server.on('POST commands', ({ body }) => ({
    results: (body as { targets: unknown[] }).targets.map(() => ({
      ok: true,
      sentence: 'It is done.',
      code: 'done' as const,
    })),
  }));
  return server;
}

/** A client without retries: a failure is shown immediately. */
function clientWithoutRetries(): QueryClient {
  const client = createQueryClient();
  const { queries, ...others } = client.getDefaultOptions();
  client.setDefaultOptions({ ...others, queries: { ...queries, retry: false } });
  return client;
}

/** The user of the page. It waits only for the page. */
export function createUser() {
  return userEvent.setup({ delay: null, pointerEventsCheck: PointerEventsCheckLevel.Never });
}

/** Renders at an address. `show` replaces the content and keeps the cached responses. */
export function renderTab(shown: ReactNode, options: Options = {}) {
  const { at = '/', server = serverFor(), live = false, host = null } = options;
  history.replaceState(null, '', at);
  const client = clientWithoutRetries();
  const around = (inside: ReactNode) => {
    const page = (
      <main id="page" tabIndex={-1}>
        <Outcomes>
          <ActProvider>{inside}</ActProvider>
        </Outcomes>
      </main>
    );
    return (
      <RendererProvider renderer={renderer}>
        <FluentProvider theme={teamsLightTheme}>
          <QueryClientProvider client={client}>
            {live ? <LiveProvider host={host}>{page}</LiveProvider> : page}
          </QueryClientProvider>
        </FluentProvider>
      </RendererProvider>
    );
  };
  const { rerender, unmount, container } = render(around(shown));
  return {
    server,
    client,
    user: createUser(),
    container,
    unmount,
    show: (next: ReactNode) => rerender(around(next)),
    /** Resolves when the page has received the acting person. */
    personKnown: () => waitFor(() => expect(client.getQueryData(meQuery.queryKey)).toBeTruthy()),
  };
}
