/** Waits until a person returns to this page: the page gets the focus, or becomes visible. */

/** Resolves at that moment, or when `signal` aborts the wait. */
export function pageFocus(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = new AbortController();
    const done = () => {
      end.abort();
      resolve();
    };
    const listening = { signal: end.signal };
    window.addEventListener('focus', done, listening);
    document.addEventListener(
      'visibilitychange',
      () => {
        if (document.visibilityState === 'visible') done();
      },
      listening,
    );
    signal.addEventListener('abort', done, listening);
    if (signal.aborted) done();
  });
}
