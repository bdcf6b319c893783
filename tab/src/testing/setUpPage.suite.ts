/** Prepares the jsdom page for each test: adds the missing parts of a browser, and resets the state. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeEach, vi } from 'vitest';
import { installDialogs } from './dialogs.suite.ts';
import { matchMedia, resetMedia } from './media.suite.ts';
import { now } from './times.suite.ts';

/** jsdom has no layout, so no size ever changes and no element ever comes into view. */
class NothingObserved {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** A lazily loaded part may take long on a busy machine. */
configure({ asyncUtilTimeout: 30_000 });
/** Testing Library moves fake timers only through this name. */
Object.assign(globalThis, { jest: { advanceTimersByTime: vi.advanceTimersByTime.bind(vi) } });
installDialogs();

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(now) });
  vi.stubGlobal('matchMedia', matchMedia);
  vi.stubGlobal('ResizeObserver', NothingObserved);
  vi.stubGlobal('IntersectionObserver', NothingObserved);
  vi.stubGlobal('scrollTo', vi.fn());
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  resetMedia();
  localStorage.clear();
  history.replaceState(null, '', '/');
  document.title = '';
});
