/** The requests that a handler works on. A closing server waits for them for a short time. */
import type { Request, Response } from 'restify';

export type PendingRequests = {
  begin(request: Request, response: Response): void;
  end(request: Request): void;
  /** Marks every unsent response so that its connection closes after it. */
  endConnections(): void;
  /** Resolves when no request is left, or after this time. */
  ended(withinMs: number): Promise<void>;
};

export function createPendingRequests(): PendingRequests {
  const active = new Map<Request, Response>();
  const waiting = new Set<() => void>();
  return {
    begin(request, response) {
      active.set(request, response);
    },
    end(request) {
      active.delete(request);
      if (active.size === 0) for (const go of [...waiting]) go();
    },
    endConnections() {
      for (const response of active.values())
        if (!response.headersSent) response.setHeader('connection', 'close');
    },
    ended: (withinMs) =>
      new Promise((resolve) => {
        if (active.size === 0) return resolve();
        const go = () => {
          clearTimeout(late);
          waiting.delete(go);
          resolve();
        };
        const late = setTimeout(go, withinMs);
        waiting.add(go);
      }),
  };
}
