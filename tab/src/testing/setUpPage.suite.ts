/** Prepares the page of jsdom for each test: adds the parts of a browser that jsdom lacks, and starts afresh. */
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

/** A part that is loaded when first needed may take long on a busy machine. */
configure({ asyncUtilTimeout: 30_000 });
/** Testing Library moves faked timers through this name alone. */
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
