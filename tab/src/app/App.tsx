/** The whole tab: theme, query cache, live stream and actions around the pages. */
import {
  FluentProvider,
  teamsDarkTheme,
  teamsHighContrastTheme,
  teamsLightTheme,
} from '@fluentui/react-components';
import { QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Route, Router, Switch } from 'wouter';
import { ActProvider } from '../act/ActProvider.tsx';
import { Outcomes } from '../act/Outcomes.tsx';
import { createQueryClient } from '../api/queries.ts';
import type { TeamsHost } from '../host/teams.ts';
import type { HostTheme } from '../host/theme.ts';
import { useTheme } from '../host/useTheme.ts';
import { Incidents } from '../incidents/Incidents.tsx';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { recall, remember } from '../shared/browserStorage.ts';
import { Loading } from '../shared/states/EmptyStates.tsx';
import type { SignInFacts } from '../signIn/signIn.ts';
import { ActingPersonContext } from './actingPerson.ts';
import { NotFound } from './NotFound.tsx';
import { Shell } from './Shell.tsx';

const Rooms = lazy(() => import('../rooms/Rooms.tsx'));
const Room = lazy(() => import('../room/Room.tsx'));
const Ticket = lazy(() => import('../ticket/Ticket.tsx'));
const Outage = lazy(() => import('../outages/Outage.tsx'));
const OpenInTeams = lazy(() => import('../signIn/OpenInTeams.tsx'));
const Settings = lazy(() => import('../settings/Settings.tsx'));

const themes = {
  light: teamsLightTheme,
  dark: teamsDarkTheme,
  contrast: teamsHighContrastTheme,
} satisfies Record<HostTheme, unknown>;

/** The base path without its last slash, in the format of the router. */
const base = import.meta.env.BASE_URL.replace(/\/$/, '');

function Pages() {
  return (
    <Suspense fallback={<Loading rows={6} what="the page" />}>
      <Switch>
        <Route path="/" component={Incidents} />
        <Route path="/rooms" component={Rooms} />
        <Route path="/rooms/:roomId">{({ roomId }) => <Room roomId={roomId} />}</Route>
        <Route path="/outages/:id">{({ id }) => <Outage id={id} />}</Route>
        <Route path="/tickets/:number">{({ number }) => <Ticket number={number} />}</Route>
        <Route path="/settings">
          <Settings part="rules" />
        </Route>
        <Route path="/settings/devices">
          <Settings part="devices" />
        </Route>
        <Route path="/settings/people">
          <Settings part="people" />
        </Route>
        <Route path="/settings/system">
          <Settings part="system" />
        </Route>
        <Route component={NotFound} />
      </Switch>
    </Suspense>
  );
}

type Props = { readonly host: TeamsHost | null; readonly signIn: SignInFacts };

/** Everything below the choice of person is remounted when that choice changes. */
export function App({ host, signIn }: Props) {
  const theme = useTheme(host);
  const [personId, setPersonId] = useState(() => recall('acting-person'));
  const acting = useMemo(
    () => ({
      become: (id: string) => {
        remember('acting-person', id);
        setPersonId(id);
      },
    }),
    [],
  );
  useEffect(() => {
    const page = document.documentElement;
    page.dataset.theme = theme.theme;
    page.style.colorScheme = theme.theme === 'light' ? 'light' : 'dark';
  }, [theme.theme]);
  return (
    <FluentProvider theme={themes[theme.theme]}>
      <Router base={base}>
        {signIn.isNeeded && host === null ? (
          <Suspense fallback={null}>
            <OpenInTeams teamsAppId={signIn.teamsAppId} base={base} />
          </Suspense>
        ) : (
          <ActingPersonContext value={acting}>
            <Answers key={personId} host={host}>
              <Outcomes>
                <ActProvider>
                  <Shell theme={theme}>
                    <Pages />
                  </Shell>
                </ActProvider>
              </Outcomes>
            </Answers>
          </ActingPersonContext>
        )}
      </Router>
    </FluentProvider>
  );
}

function Answers({ host, children }: { host: TeamsHost | null; children: React.ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <LiveProvider host={host}>{children}</LiveProvider>
    </QueryClientProvider>
  );
}
