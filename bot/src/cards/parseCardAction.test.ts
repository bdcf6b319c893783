/** The data of a click is used only after validation. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCardAction } from './parseCardAction.ts';

const ids = { ticket: '1042-7', episode: 1, activation: 2 };

describe('a click', () => {
  it('carries ids and the action', () => {
    expect(parseCardAction('respond', { ...ids, notes: ' swapped ' })).toEqual({
      ok: true,
      target: { ticket: '1042-7' },
      about: ids,
      action: { action: 'respond', notes: 'swapped' },
    });
  });

  it.each(['assign', 'unassign', 'unsuppress'])('may be %s, with any other members', (verb) => {
    const parsed = parseCardAction(verb, { ...ids, notes: 'x', to: 'somebody' });
    expect(parsed).toMatchObject({ ok: true, about: ids, action: { action: verb } });
  });

  it('may suppress for each of the choices, with a reason or without', () => {
    const parsed = parseCardAction('suppress', { ...ids, until: '8h', reason: 'repair' });
    expect(parsed).toMatchObject({ action: { action: 'suppress', until: '8h', reason: 'repair' } });
    expect(parseCardAction('suppress', { ...ids, until: 'lifted' })).toMatchObject({ ok: true });
  });

  it('suppresses for the default duration if it names no end, and leaves an empty reason empty', () => {
    expect(parseCardAction('suppress', ids)).toMatchObject({
      action: { action: 'suppress', until: '1d', reason: '' },
    });
  });

  it('may change the end of a suppression; an empty reason does not change the reason', () => {
    const changed = (more: object) => {
      const parsed = parseCardAction('changeSuppression', { ...ids, until: '8h', ...more });
      return parsed.ok ? parsed.action : parsed.sentence;
    };
    const action = { action: 'changeSuppression', until: '8h' };
    expect(changed({ reason: ' ' })).toEqual(action);
    expect(changed({ reason: 'Part ordered' })).toEqual({ ...action, reason: 'Part ordered' });
    expect(parseCardAction('changeSuppression', ids)).toMatchObject({ ok: false });
  });

  it('names the person from whom a ticket is taken over, and whose ticket is handed back', () => {
    expect(parseCardAction('assign', { ...ids, takeOverFrom: 'p-jonas' })).toMatchObject({
      action: { action: 'assign', takeOverFrom: 'p-jonas' },
    });
    expect(parseCardAction('unassign', { ...ids, from: 'p-jonas' })).toMatchObject({
      action: { action: 'unassign', from: 'p-jonas' },
    });
    expect(parseCardAction('assign', { ...ids, takeOverFrom: 7 })).toMatchObject({ ok: false });
  });

  it('contains a text of any length: `advance` rejects it with its length', () => {
    const notes = 'x'.repeat(2345);
    expect(parseCardAction('respond', { ...ids, notes })).toMatchObject({ action: { notes } });
  });

  it('may resolve with a reason', () => {
    const parsed = parseCardAction('resolve', { ...ids, because: ' it plays again ' });
    expect(parsed).toMatchObject({ action: { action: 'resolve', reason: 'it plays again' } });
  });

  it.each([
    [{ room: 'room-1042' }, { room: 'room-1042' }],
    [
      { room: 'room-1042', signal: 'display:1' },
      { room: 'room-1042', signal: 'display:1' },
    ],
  ])('may lift and renew a suppression of %j, of which there may be no ticket', (data, target) => {
    const lift = { ok: true, target, about: null, action: { action: 'unsuppress' } };
    expect(parseCardAction('unsuppress', data)).toEqual(lift);
    const renewed = parseCardAction('suppress', { ...data, until: '1d', reason: 'still on' });
    expect(renewed).toMatchObject({ ok: true, target, action: { action: 'suppress' } });
  });
});

describe('a click that is not valid gets a polite sentence', () => {
  it.each([
    ['respond', { ...ids, notes: '   ' }, 'no notes'],
    ['respond', ids, 'no notes'],
    ['respond', { ...ids, notes: 7 }, 'no notes'],
    ['suppress', { ...ids, until: 'for ever', reason: '' }, 'choose how long'],
    ['suppress', { ...ids, until: 'toString' }, 'choose how long'],
    ['resolve', ids, 'no reason'],
    ['resolve', { ...ids, because: ' ' }, 'no reason'],
    ['retire', ids, 'no longer in use'],
    ['respond', { room: 'room-1042', signal: 'camera', notes: 'x' }, 'no longer in use'],
    ['unsuppress', { room: '1042' }, 'no longer in use'],
    ['unsuppress', { room: 'room-1042', signal: 7 }, 'no longer in use'],
    ['assign', { ...ids, ticket: '1042' }, 'no longer in use'],
    ['assign', { ...ids, ticket: { $ne: null } }, 'no longer in use'],
    ['assign', { ...ids, episode: '1' }, 'no longer in use'],
    ['assign', { ...ids, activation: 0 }, 'no longer in use'],
    ['assign', null, 'no longer in use'],
    [undefined, undefined, 'no longer in use'],
  ])('%s %j', (verb, data, part) => {
    const parsed = parseCardAction(verb, data);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.sentence).toContain(part);
  });

  it('and no input makes it throw', () => {
    const verb = fc.oneof(fc.anything(), fc.constantFrom('respond', 'suppress', 'assign'));
    fc.assert(
      fc.property(verb, fc.oneof(fc.anything(), fc.object()), (name, data) => {
        const parsed = parseCardAction(name, data);
        expect(parsed.ok ? parsed.target : parsed.sentence).not.toBe('');
      }),
    );
  });
});
