/** A fake Teams client. A test changes its theme, suspends the page and resumes it. */
import { act } from '@testing-library/react';
import type { TeamsHost } from '../host/teams.ts';
import type { HostTheme } from '../host/theme.ts';

/** The page gets `host`. The other members simulate Teams. */
export function createHost(theme: HostTheme = 'light') {
  const listeners = {
    theme: (_theme: HostTheme): void => {},
    suspend: (): void => {},
    resume: (_path: string | null): void => {},
  };
  const host: TeamsHost = {
    theme,
    path: null,
    onTheme: (listener) => {
      listeners.theme = listener;
    },
    onSleep: (suspend, resume) => {
      listeners.suspend = suspend;
      listeners.resume = resume;
    },
    getToken: async () => '',
    reportReady: () => undefined,
    reportFailure: () => undefined,
  };
  return {
    host,
    changeTheme: (next: HostTheme) => act(() => listeners.theme(next)),
    suspend: () => act(async () => listeners.suspend()),
    /** `path`: the page that Teams opens. */
    resume: (path: string | null) => act(async () => listeners.resume(path)),
  };
}
