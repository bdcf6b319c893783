/** Rules that managers may change while the program runs, for code that keeps a reference to them. */
import type { Rules } from './rule.ts';

/** Rules that read from `current()` at each access. A decision should read them once: `rulesFor`. */
export function liveRules(current: () => Rules): Rules {
  return {
    live: current,
    get version() {
      return current().version;
    },
    get byType() {
      return current().byType;
    },
    get disconnectedAfterMs() {
      return current().disconnectedAfterMs;
    },
    get closesAfterMs() {
      return current().closesAfterMs;
    },
    get clockSkewMs() {
      return current().clockSkewMs;
    },
    get clock() {
      return current().clock;
    },
    get pace() {
      return current().pace ?? 1;
    },
    get heartbeat() {
      return current().heartbeat;
    },
    get flapping() {
      return current().flapping;
    },
    get remediation() {
      return current().remediation;
    },
    get outage() {
      return current().outage;
    },
    get remindBeforeMs() {
      return current().remindBeforeMs;
    },
    get forGroups() {
      return current().forGroups ?? [];
    },
  };
}
