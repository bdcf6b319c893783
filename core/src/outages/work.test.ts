import { describe, expect, it } from 'vitest';
import type { Person, Role } from '../words.ts';
import type { Outage } from './outage.ts';
import { allowedOutageActions, decideOutage, mostOutageEntries, workOnOutage } from './work.ts';

const person = (id: string, role: Role, ...groups: string[]): Person => ({
  kind: 'person',
  id,
  name: id,
  role,
  groups,
});
const [tom, eva] = [person('tom', 'technician', 'west'), person('eva', 'technician', 'east')];
const ref = ({ id, name }: Person) => ({ id, name });
const rooms = [{ groups: ['west'] }, { groups: ['east'] }];
const now = '2026-11-22T09:00:00.000Z';
const outage: Outage = {
  id: 'outage-7',
  scope: 'building',
  building: 'Alster House',
  floor: '',
  subnet: '',
  openedAt: '2026-11-22T08:00:00.000Z',
  endedAt: null,
};
const by = (actor: Person) => ({ person: actor, via: 'tab', now }) as const;
const take = (actor: Person, takeOverFrom?: string) =>
  ({ action: 'assign', to: ref(actor), takeOverFrom }) as const;

function done(changed: ReturnType<typeof decideOutage>): Outage {
  if ('code' in changed) throw new Error(changed.code);
  return changed;
}

describe('an outage as one incident', () => {
  it('belongs to the first person who takes it, until another person takes it over', () => {
    const taken = done(decideOutage(outage, take(tom), rooms, by(tom)));
    expect(workOnOutage(taken)).toMatchObject({ assignee: ref(tom), assignedAt: now });
    const second = decideOutage(taken, take(eva), rooms, by(eva));
    expect(second).toEqual({
      code: 'assignedToOther',
      ticket: 'outage-7',
      to: ref(tom),
      since: now,
    });
    const over = done(decideOutage(taken, take(eva, 'tom'), rooms, by(eva)));
    expect(workOnOutage(over).assignee).toEqual(ref(eva));
    expect(decideOutage(over, { action: 'unassign', from: 'tom' }, rooms, by(tom))).toMatchObject({
      code: 'assignedToOther',
    });
    const back = done(decideOutage(over, { action: 'unassign', from: 'eva' }, rooms, by(eva)));
    expect(workOnOutage(back)).toMatchObject({ assignee: null, assignedAt: null });
    expect(workOnOutage(back).entries).toEqual([
      { at: now, by: ref(tom), via: 'tab', type: 'assigned', before: null, after: ref(tom) },
      { at: now, by: ref(eva), via: 'tab', type: 'assigned', before: ref(tom), after: ref(eva) },
      { at: now, by: ref(eva), via: 'tab', type: 'unassigned', before: ref(eva) },
    ]);
  });

  it('keeps a response with its author, its time and its entry point, once', () => {
    const respond = { action: 'respond', notes: ' Switch restarted ' } as const;
    const once = done(decideOutage(outage, respond, rooms, { ...by(tom), via: 'card' }));
    expect(workOnOutage(once).response).toEqual({
      by: ref(tom),
      at: now,
      notes: 'Switch restarted',
    });
    expect(workOnOutage(once).entries).toMatchObject([{ type: 'responded', via: 'card' }]);
    expect(decideOutage(once, respond, rooms, by(tom))).toMatchObject({ code: 'alreadyResponded' });
    expect(decideOutage(once, { action: 'respond', notes: ' ' }, rooms, by(tom))).toEqual({
      code: 'emptyText',
    });
    const long = { action: 'respond', notes: 'x'.repeat(2001) } as const;
    expect(decideOutage(once, long, rooms, by(tom))).toMatchObject({ code: 'tooLong' });
  });

  it.each([
    ['a technician of one of its rooms', tom, rooms, ['respond', 'assign']],
    ['a viewer', person('vic', 'viewer', 'west', 'east'), rooms, []],
    ['a technician of other rooms', person('ole', 'technician', 'north'), rooms, []],
    ['a manager', person('mia', 'manager'), rooms, ['respond', 'assign']],
    ['anybody once no room is left', tom, [], []],
  ] as const)('offers %s what the policy takes', (_, actor, its, offered) => {
    expect(allowedOutageActions(outage, its, actor)).toEqual(offered);
    const decided = decideOutage(outage, take(actor), its, by(actor));
    expect('code' in decided).toBe(offered.length === 0);
  });

  it('rejects commands after its end', () => {
    const ended = { ...outage, endedAt: now };
    expect(decideOutage(ended, take(tom), rooms, by(tom))).toEqual({
      code: 'alreadyResolved',
      at: now,
      because: 'The outage ended.',
    });
    expect(allowedOutageActions(ended, rooms, tom)).toEqual([]);
  });

  it('stays a small document', () => {
    let next = outage;
    for (let nth = 0; nth <= mostOutageEntries; nth += 1) {
      next = done(decideOutage(next, { action: 'respond', notes: `${nth}` }, rooms, by(tom)));
    }
    expect(workOnOutage(next).entries).toHaveLength(mostOutageEntries);
    expect(workOnOutage(next).entries.at(-1)).toMatchObject({ notes: `${mostOutageEntries}` });
  });
});
