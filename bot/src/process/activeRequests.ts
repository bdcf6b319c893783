/** The requests that a handler works on: a server that closes waits for them for a short time. */
import type { Request, Response } from 'restify';

export type PendingRequests = {
  begin(request: Request, response: Response): void;
  end(request: Request): void;
  /** Every response that is not sent yet ends its connection. */
  endConnections(): void;
  /** Resolves when none is left, or after this time. */
  ended(withinMs: number): Promise<void>;
};

/** None is under way. */
export function createPendingRequests(): PendingRequests {
  const inside = new Map<Request, Response>();
  const waiting = new Set<() => void>();
  return {
    begin(request, response) {
      inside.set(request, response);
    },
    end(request) {
      inside.delete(request);
      if (inside.size === 0) for (const go of [...waiting]) go();
    },
    endConnections() {
      for (const response of inside.values())
        if (!response.headersSent) response.setHeader('connection', 'close');
    },
    ended: (withinMs) =>
      new Promise((resolve) => {
        if (inside.size === 0) return resolve();
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
