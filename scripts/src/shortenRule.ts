/**
 * How the demonstration shows in a minute what takes a warning a week: it sets another time for one
 * rule in one room group, by the same settings that managers use, and puts it back afterwards.
 */
import type { GroupOverride, RuleSettings, SignalType } from '@rooms-pro/core';
import { readRuleSettings } from '@rooms-pro/core/contracts';
import type { RuleBook } from '@rooms-pro/store';
import { openOwnerDoor, type WishAnswer } from './ownerDoor.ts';

/** For whom a warning of this type shall become important sooner, and for how long that holds. */
export type Shortening = {
  readonly group: string;
  readonly type: SignalType;
  /** In the rules' own time, before any pace. */
  readonly escalatesAfterMs: number;
  /** On the clock of this machine. */
  readonly forMs: number;
};

type Settings = Omit<RuleSettings, 'version'>;
const longestMs = 24 * 3_600_000;

/** Opens the platform's door for shortenings. Closing it puts back what is still shortened. */
export async function openShortener(
  dataFolder: string,
  ruleBook: RuleBook,
): Promise<{ close(): Promise<void> }> {
  const pending = new Map<() => Promise<void>, NodeJS.Timeout>();

  async function grant(wish: unknown): Promise<WishAnswer> {
    const { group, type, escalatesAfterMs, forMs } = wish as Shortening;
    const before = escalationIn(ruleBook.settings().value, group, type);
    const done = await change(ruleBook, (settings) =>
      withEscalation(settings, group, type, escalatesAfterMs),
    );
    if (!done) return { ok: false, sentence: `The rule of ${type} cannot be set like that.` };
    const putBack = async () => {
      clearTimeout(pending.get(putBack));
      pending.delete(putBack);
      await change(ruleBook, (settings) => {
        // Somebody may have set it otherwise meanwhile: then theirs holds.
        const isOurs = escalationIn(settings, group, type) === escalatesAfterMs;
        return isOurs ? withEscalation(settings, group, type, before) : null;
      });
    };
    pending.set(putBack, setTimeout(putBack, Math.min(Number(forMs), longestMs)));
    return { ok: true, sentence: `The rule of ${type} is shortened in ${group} for a while.` };
  }

  const door = await openOwnerDoor(dataFolder, 'platform', grant);
  return {
    async close() {
      await door.close();
      for (const putBack of [...pending.keys()]) await putBack();
    },
  };
}

/** Puts changed settings in force, with another try when somebody else was quicker. */
async function change(
  ruleBook: RuleBook,
  make: (settings: Settings) => Settings | null,
): Promise<boolean> {
  for (let tries = 0; tries < 5; tries += 1) {
    const { value, etag } = ruleBook.settings();
    const { version, ...settings } = value;
    const next = make(settings);
    if (next === null) return true;
    const read = readRuleSettings({ ...next, version });
    if ('faults' in read) return false;
    if ((await ruleBook.put(read.settings, etag)) === 'done') return true;
    await ruleBook.load();
  }
  return false;
}

function escalationIn({ groups }: Settings, group: string, type: SignalType) {
  return groups[group]?.rules?.[type]?.escalatesAfterMs;
}

/** The settings with this time, or (`undefined`) without any, and without what then says nothing. */
function withEscalation(
  settings: Settings,
  group: string,
  type: SignalType,
  escalatesAfterMs: number | null | undefined,
): Settings {
  const { [group]: own = {}, ...others } = settings.groups;
  const { [type]: rule = {}, ...otherRules } = own.rules ?? {};
  const { escalatesAfterMs: _, ...rest } = rule;
  const override = escalatesAfterMs === undefined ? rest : { ...rest, escalatesAfterMs };
  const rules = isEmpty(override) ? otherRules : { ...otherRules, [type]: override };
  const { rules: __, ...ownRest } = own;
  const next: GroupOverride = isEmpty(rules) ? ownRest : { ...ownRest, rules };
  return { ...settings, groups: isEmpty(next) ? others : { ...others, [group]: next } };
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
