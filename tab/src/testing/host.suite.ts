/** The Teams client as the page sees it: a test changes its theme, and lets it sleep and wake. */
import { act } from '@testing-library/react';
import type { TeamsHost } from '../host/host.ts';
import type { HostTheme } from '../host/theme.ts';

/** `host` is given to the page; the other members are what Teams does. */
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
    sayReady: () => undefined,
    sayFailed: () => undefined,
  };
  return {
    host,
    changeTheme: (next: HostTheme) => act(() => listeners.theme(next)),
    suspend: () => act(async () => listeners.suspend()),
    /** `path`: where Teams wants to go. */
    resume: (path: string | null) => act(async () => listeners.resume(path)),
  };
}
