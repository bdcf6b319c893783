import { describe, expect, it } from 'vitest';
import { defaultTicket } from '../defaults.ts';
import { start } from './scenario.suite.ts';
import { isOpenTicket, type StoredTicket, toTicket } from './ticket.ts';

const stored: StoredTicket = {
  ...defaultTicket,
  number: '1042-1',
  status: 'needsAction',
  episode: 1,
  activation: 1,
  severity: 'warning',
  openedAt: start,
  activatedAt: start,
  resolvedAt: start,
  resolvedBecause: null,
  reason: { sentence: 's', ruleVersion: '1' },
  investigatesUntil: start,
  escalatesAt: start,
  flappingSince: start,
  assignee: null,
  response: null,
  messageCount: 0,
};

describe('a ticket that was stored', () => {
  it('loses what its status does not have', () => {
    const waiting = toTicket(stored);
    expect(waiting).toEqual({ ...stored, investigatesUntil: null, resolvedAt: null });
    expect(isOpenTicket(waiting)).toBe(true);
    const closed = toTicket({ ...stored, status: 'closed' });
    expect(closed).toMatchObject({
      investigatesUntil: null,
      escalatesAt: null,
      flappingSince: null,
    });
    expect(isOpenTicket(closed)).toBe(false);
  });

  it('gets what its status needs: an end that has passed already', () => {
    const bare = { ...stored, resolvedAt: null, investigatesUntil: null };
    expect(toTicket({ ...bare, status: 'resolved' })).toMatchObject({
      resolvedAt: start,
      resolvedBecause: '',
    });
    expect(toTicket({ ...bare, status: 'systemInvestigating' })).toMatchObject({
      investigatesUntil: start,
      resolvedAt: null,
    });
  });

  it('stays as it is where it fits its status', () => {
    const fitting = { ...stored, status: 'resolved', resolvedBecause: 'It is over.' } as const;
    const ticket = toTicket(fitting);
    expect(toTicket(ticket)).toEqual(ticket);
    expect(ticket).toMatchObject({ resolvedAt: start, resolvedBecause: 'It is over.' });
  });
});
