import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { helpCommands } from '../cards/index.ts';
import type { ChatCommand } from './chatCommand.ts';
import { parseChat } from './parseChat.ts';

const hour = 3_600_000;

describe('parseChat', () => {
  it.each<[said: string, meant: ChatCommand]>([
    ['help', { name: 'help' }],
    ['HELP!', { name: 'help' }],
    ['hepl', { name: 'help' }],
    ['?', { name: 'help' }],
    ['', { name: 'help' }],
    ['  \u00a0 ', { name: 'help' }],
    ['hi', { name: 'hello' }],
    ['Hello there', { name: 'hello' }],
    ['status', { name: 'status' }],
    ['statsu', { name: 'status' }],
    ['/status', { name: 'status' }],
    ['<at>Rooms Pro</at> status', { name: 'status' }],
    ['please show me the status', { name: 'status' }],
    ['subscribe', { name: 'subscribe' }],
    ['Unsubscribe.', { name: 'unsubscribe' }],
    ['incidents', { name: 'incidents', severity: null, place: '' }],
    ['incidnets', { name: 'incidents', severity: null, place: '' }],
    ['incidents important', { name: 'incidents', severity: 'important', place: '' }],
    ['Incidents  WARNINGS in Berlin', { name: 'incidents', severity: 'warning', place: 'Berlin' }],
    [
      'incidents Berlin Mitte importnat',
      { name: 'incidents', severity: 'important', place: 'Berlin Mitte' },
    ],
    ['show me all incidents', { name: 'incidents', severity: null, place: '' }],
    ['rooms', { name: 'rooms', text: '' }],
    ['rooms board  room', { name: 'rooms', text: 'board room' }],
    ['room Boardroom 4.12', { name: 'room', text: 'Boardroom 4.12' }],
    ['ticket 1042-7', { name: 'ticket', ticket: '1042-7' }],
    ['ticket #1042-7', { name: 'ticket', ticket: '1042-7' }],
    ['#1042-7', { name: 'ticket', ticket: '1042-7' }],
    ['Tikcet 1042 – 7', { name: 'ticket', ticket: '1042-7' }],
    ['unsuppress 1042-7', { name: 'unsuppress', ticket: '1042-7' }],
    ['unsupress ticket #1042-7', { name: 'unsuppress', ticket: '1042-7' }],
    [
      'respond 1042-7 reseated the\nHDMI cable',
      { name: 'respond', ticket: '1042-7', notes: 'reseated the\nHDMI cable' },
    ],
    [
      'resolve 1042-9 because it plays again',
      { name: 'resolve', ticket: '1042-9', reason: 'it plays again' },
    ],
    ['Resolve #1042-9: muted', { name: 'resolve', ticket: '1042-9', reason: 'muted' }],
    [
      'remediate 1042-7 restart app',
      { name: 'remediate', ticket: '1042-7', remediation: 'restartApp' },
    ],
    [
      'remediate 1042-7: Restart the App',
      { name: 'remediate', ticket: '1042-7', remediation: 'restartApp' },
    ],
    [
      'remediat 1042-7 reboot',
      { name: 'remediate', ticket: '1042-7', remediation: 'restartDevice' },
    ],
    ['remediate 1042-7 cleanup', { name: 'remediate', ticket: '1042-7', remediation: 'cleanUp' }],
    [
      'remediate 1042-7 collect logs',
      { name: 'remediate', ticket: '1042-7', remediation: 'collectLogs' },
    ],
    ['remediate 1042-7 update', { name: 'remediate', ticket: '1042-7', remediation: 'update' }],
    ['report 4.12  no sound', { name: 'report', text: '4.12 no sound' }],
    ['report room 4.12 Amber: no sound', { name: 'report', text: '4.12 Amber: no sound' }],
    ['outages', { name: 'status' }],
    ['assign 1042-7', { name: 'assign', ticket: '1042-7' }],
    ['Assign #1042-7 to me.', { name: 'assign', ticket: '1042-7' }],
    ['take over 1042-7', { name: 'takeover', ticket: '1042-7' }],
    ['unassign 1042-7', { name: 'unassign', ticket: '1042-7' }],
    [
      'extend 1042-7 for 2h because of works',
      { name: 'extend', ticket: '1042-7', until: { forMs: 2 * hour }, reason: 'works' },
    ],
    ['respond 1042-7: rebooted', { name: 'respond', ticket: '1042-7', notes: 'rebooted' }],
  ])('reads %j', (said, meant) => {
    expect(parseChat(said)).toEqual(meant);
  });

  it.each<[said: string, until: unknown, reason: string]>([
    ['suppress 1042-7', null, ''],
    ['suppress 1042-7 for 2h', { forMs: 2 * hour }, ''],
    ['suppress 1042-7 8 hours', { forMs: 8 * hour }, ''],
    ['supress #1042-7 for 1 day because of works', { forMs: 24 * hour }, 'works'],
    ['suppress 1042-7 for an hour', { forMs: hour }, ''],
    ['suppress 1042-7 for half an hour', { forMs: hour / 2 }, ''],
    ['suppress 1042-7 for 1h 30m, being cleaned', { forMs: 1.5 * hour }, 'being cleaned'],
    ['suppress 1042-7 for 1 hour and 30 minutes', { forMs: 1.5 * hour }, ''],
    ['suppress 1042-7 for 2 weeks', { forMs: 14 * 24 * hour }, ''],
    ['suppress 1042-7 until it recovers', 'recovery', ''],
    ['suppress 1042-7 until lifted because of works', 'lifted', 'works'],
    ['suppress 1042-7 until further notice', 'lifted', ''],
    [
      'suppress 1042-7 because 2 displays are being replaced',
      null,
      '2 displays are being replaced',
    ],
    ['mute 1042-7 display is being replaced', null, 'display is being replaced'],
  ])('reads how long and why in %j', (said, until, reason) => {
    expect(parseChat(said)).toEqual({ name: 'suppress', ticket: '1042-7', until, reason });
  });

  it.each([
    ['ticket', 'Which ticket?'],
    ['suppress', 'Which ticket?'],
    ['suppress for 2h', 'Which ticket?'],
    ['unsuppress display', 'Which ticket?'],
    ['ticket 0-0', 'Which ticket?'],
    ['respond 1042-7', 'What did you do or find?'],
    ['room', 'Which room?'],
    ['report', 'Which room, and what is wrong'],
    ['report amber', 'Which room, and what is wrong'],
    ['resolve', 'Which ticket?'],
    ['resolve 1042-7', 'Why is it over?'],
    ['remediate 1042-7', 'Say restart app, restart device'],
    ['remediate 1042-7 explode', 'Say restart app, restart device'],
    ['extend 1042-7', 'For how long?'],
    ['assign 1042-7 to Jonas', 'to you only'],
    ['suppress 1042-7 for a while', "I don't understand how long “for a”"],
    ['suppress 1042-7 until tomorrow', "I don't understand how long “until tomorrow”"],
    ['suppress 1042-7 for 90000 days', "I don't understand how long"],
    ['suppress 1042-7 for 0 minutes', "I don't understand how long"],
  ])('says what is missing in %j', (said, sentence) => {
    expect(parseChat(said)).toMatchObject({
      name: 'incomplete',
      sentence: expect.stringContaining(sentence),
    });
  });

  it.each([300, 2345, 5000, 20_000])('keeps all of %i characters', (length) => {
    const text = 'x'.repeat(length);
    expect(parseChat(`respond 1042-7 ${text}`)).toMatchObject({ notes: text });
    expect(parseChat(`resolve 1042-7 ${text}`)).toMatchObject({ reason: text });
    expect(parseChat(`suppress 1042-7 because ${text}`)).toMatchObject({ reason: text });
    expect(parseChat(`report Amber: ${text}`)).toMatchObject({ text: `Amber: ${text}` });
  });

  it.each([
    ['incdnt', 'incidents'],
    ['usuppress 1042-7', 'suppress'],
    ['the weather is nice', null],
    ['constructor', null],
    ['𝕳𝖊𝖑𝖕', null],
  ])('does not guess at %j, and suggests %s', (said, nearest) => {
    expect(parseChat(said)).toMatchObject({ name: 'unknown', nearest });
  });

  it.each(helpCommands)('understands the example that help gives for $command', (help) => {
    expect(parseChat(help.command).name).toMatch(new RegExp(`^(${help.command}|incomplete)$`));
    expect(parseChat(help.example).name).toBe(help.command);
  });

  it('returns a command for any text', () => {
    const words = fc.constantFrom(
      'show',
      'suppress',
      '1042-7',
      '#',
      'for',
      'until',
      '2h',
      '<at>',
      '/',
      'ticket',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(words).map((w) => w.join(' ')),
    );
    fc.assert(fc.property(text, (said) => typeof parseChat(said).name === 'string'));
  });
});
