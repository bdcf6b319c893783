/** The theme in force as React state, with the choice remembered in this browser. */
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import { recall, remember } from '../shared/browserStorage.ts';
import type { TeamsHost } from './teams.ts';
import { type HostTheme, parseThemeChoice, resolveTheme, type ThemeChoice } from './theme.ts';

function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** The theme and the function that changes it. Inside Teams there is no choice. */
export type ThemeControl = {
  readonly theme: HostTheme;
  readonly choice: ThemeChoice | null;
  readonly choose: (choice: ThemeChoice) => void;
};

/** Uses the theme of Teams if available, then the choice of the person, then the system. */
export function useTheme(host: TeamsHost | null): ThemeControl {
  const dark = useMedia('(prefers-color-scheme: dark)');
  const contrast = useMedia('(forced-colors: active)');
  const [hostTheme, setHostTheme] = useState(host?.theme ?? null);
  const [choice, setChoice] = useState(() => parseThemeChoice(recall('theme')));
  useEffect(() => host?.onTheme(setHostTheme), [host]);
  const choose = useCallback((next: ThemeChoice) => {
    remember('theme', next === 'system' ? null : next);
    setChoice(next);
  }, []);
  const theme = hostTheme ?? resolveTheme(choice, { dark, contrast });
  return { theme, choice: hostTheme ? null : choice, choose };
}

/** Whether the page has the width of a phone. */
export function useNarrow(): boolean {
  return useMedia('(max-width: 639px)');
}
