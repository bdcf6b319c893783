/** `event-log`: whether the log of Teams Rooms can be read. A log without new events can be read. */
import type { Observation } from '../loop/items.ts';

const signal = 'event-log';

/** Stores the result of the last attempt to read the log. */
export function createLogHealth() {
  let last: Observation | null = null;
  return {
    markReadable(): void {
      last = { signal, state: 'healthy' };
    },
    /** `reason` is a sentence for people. */
    markUnreadable(reason: string): void {
      last = { signal, state: 'unhealthy', detail: reason };
    },
    observation: (): Observation | null => last,
  };
}

/** The meaning of the exit codes of `wevtutil`, which are error codes of Windows. */
const reasons: Readonly<Record<number, string>> = {
  2: 'The log “Skype Room System” does not exist on this device. The Teams Rooms app creates it.',
  5: 'Windows denies access to the log “Skype Room System”. The task must run as SYSTEM.',
  13: 'The file of the log “Skype Room System” is damaged.',
  1062: 'The service Windows Event Log is not running.',
  1500: 'The file of the log “Skype Room System” is damaged.',
  1717: 'The service Windows Event Log is not running.',
  1722: 'The service Windows Event Log is not running.',
  1753: 'The service Windows Event Log is not running.',
  15001: 'Windows rejects the query for the log “Skype Room System”.',
  15007:
    'The log “Skype Room System” does not exist on this device. The Teams Rooms app creates it.',
};

/** Why `wevtutil` could not read the log; `null` on success. The program's own messages are localised. */
export function explainExit(code: number | null): string | null {
  if (code === 0) return null;
  if (code === null) return 'Windows did not return the log within a minute.';
  return reasons[code] ?? `Windows cannot read the log “Skype Room System” (error ${code}).`;
}
