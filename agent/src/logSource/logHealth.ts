/** `event-log`: whether the log of Teams Rooms can be read. A log without news can be read. */
import type { Observation } from '../loop/items.ts';

const signal = 'event-log';

/** Remembers how the last look at the log ended. */
export function createLogHealth() {
  let last: Observation | null = null;
  return {
    canRead(): void {
      last = { signal, state: 'healthy' };
    },
    /** `reason` is a sentence for people. */
    cannotRead(reason: string): void {
      last = { signal, state: 'unhealthy', detail: reason };
    },
    judge: (): Observation | null => last,
  };
}

/** Codes of Windows by what they mean here; `wevtutil` ends with them. */
const reasons: Readonly<Record<number, string>> = {
  2: 'The log “Skype Room System” does not exist on this device. The Teams Rooms app makes it.',
  5: 'Windows denies access to the log “Skype Room System”. The task must run as SYSTEM.',
  13: 'The file of the log “Skype Room System” is damaged.',
  1062: 'The service Windows Event Log does not run.',
  1500: 'The file of the log “Skype Room System” is damaged.',
  1717: 'The service Windows Event Log does not run.',
  1722: 'The service Windows Event Log does not run.',
  1753: 'The service Windows Event Log does not run.',
  15001: 'Windows rejects the query for the log “Skype Room System”.',
  15007: 'The log “Skype Room System” does not exist on this device. The Teams Rooms app makes it.',
};

/** Why `wevtutil` could not read the log, as a sentence; `null`: it could. Its own words are localised. */
export function explainExit(code: number | null): string | null {
  if (code === 0) return null;
  if (code === null) return 'Windows did not return the log within a minute.';
  return reasons[code] ?? `Windows cannot read the log “Skype Room System” (error ${code}).`;
}
