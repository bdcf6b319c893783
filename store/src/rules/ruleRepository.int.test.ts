import { defaultRules, rulesFor } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../sqlite/sqliteStore.ts';
import { openRuleRepository } from './ruleRepository.ts';

const calm = { deployment: { rules: { display: { opensAfterMs: 60_000 } } }, groups: {} };
const base = defaultRules;

describe('the rule repository', () => {
  it('returns the rules with the settings, under their own version, at the next read', async () => {
    const repository = openRuleRepository(openSqliteStore({ file: ':memory:' }), { base, pace: 1 });
    const before = repository.rules();
    expect(await repository.load()).toBe(false);
    expect(before.byType.display.opensAfterMs).toBe(base.byType.display.opensAfterMs);
    let changes = 0;
    const stop = repository.onChange(() => {
      changes += 1;
    });
    expect(await repository.put(calm, repository.settings().etag)).toBe('done');
    const rules = repository.rules();
    expect(rules.byType.display.opensAfterMs).toBe(60_000);
    // A caller that is at work continues with the rules that it has read.
    expect(before.byType.display.opensAfterMs).toBe(base.byType.display.opensAfterMs);
    expect(rules.version).toBe(`${base.version}+1`);
    expect(rulesFor(rules, { groups: [] }).version).toBe(`${base.version}+1`);
    stop();
    await repository.put({ deployment: {}, groups: {} }, repository.settings().etag);
    expect(changes).toBe(1);
    expect(repository.rules().version).toBe(base.version);
  });

  it('lets another process load them, and refuses to overwrite an unseen version', async () => {
    const store = openSqliteStore({ file: ':memory:' });
    const [one, other] = [0, 1].map(() => openRuleRepository(store, { base, pace: 1 }));
    if (!one || !other) throw new Error('two repositories');
    await one.put(calm, null);
    expect(await other.put({ deployment: {}, groups: {} }, null)).toBe('conflict');
    expect(await other.load()).toBe(true);
    expect(await other.load()).toBe(false);
    expect(other.rules().byType.display.opensAfterMs).toBe(60_000);
  });

  it('keeps its rules when the stored settings are unusable', async () => {
    const store = openSqliteStore({ file: ':memory:' });
    const faults: string[] = [];
    const repository = openRuleRepository(store, {
      base,
      pace: 1,
      onFault: (reason) => faults.push(reason),
    });
    await store.putDocument('setting', 'rules', { version: 'three' });
    expect(await repository.load()).toBe(false);
    expect(repository.rules().version).toBe(base.version);
    expect(faults[0]).toContain('/version');
  });
});
