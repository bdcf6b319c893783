import { type Socket } from 'node:net';
export type RawConnection = {
  readonly socket: Socket;
  /** What has arrived so far. */
  readonly text: () => string;
  /** Resolves when the text fits, or when the server has closed the connection; rejects when neither happens. */
  until(fits: (text: string) => boolean): Promise<string>;
  /** Resolves with all that arrived when the server has closed the connection. */
  closed(): Promise<string>;
};
/** Connects and sends these bytes at once. */
export declare function openRaw(port: number, bytes?: string | Uint8Array): Promise<RawConnection>;
/** Whether a whole response head has arrived. */
export declare const hasHead: (text: string) => boolean;
/** The status of the first response, or 0. */
export declare function statusIn(text: string): number;
