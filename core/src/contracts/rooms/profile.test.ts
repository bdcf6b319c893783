/** The profile of a room from people: accepted, cleaned and rejected values. */
import { describe, expect, it } from 'vitest';
import { actionPayload } from '../commands/commands.ts';
import { profileChange } from './profile.ts';

const whole = {
  name: 'Marble 4.07',
  building: 'Quay House',
  floor: '',
  capacity: 0,
  groups: ['west', 'boardrooms'],
  timeZone: 'Europe/Lisbon',
  meetingMode: 'both',
  expectedDisplays: 2,
} as const;

describe('a change of a profile', () => {
  it('is accepted whole and in part, from the tab as an action', () => {
    expect(profileChange.parse(whole)).toEqual(whole);
    expect(profileChange.parse({ floor: '4' })).toEqual({ floor: '4' });
    const action = { action: 'changeProfile', profile: { groups: [] } };
    expect(actionPayload.parse(action)).toEqual(action);
  });

  it('is cleaned like other people’s text', () => {
    const dirty = { name: ' Mar\u202eble\n4.07\u0000 ', groups: [' we\u200bst '] };
    expect(profileChange.parse(dirty)).toEqual({ name: 'Marble 4.07', groups: ['west'] });
  });

  it.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    [' europe/berlin ', 'Europe/Berlin'],
    ['utc', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Etc/GMT+3', 'Etc/GMT+3'],
  ])('takes the time zone «%s»', (said, taken) => {
    expect(profileChange.parse({ timeZone: said })).toEqual({ timeZone: taken });
  });

  const every = (more: object) => ({ action: 'changeProfile', profile: more });
  it.each<readonly [object, string]>([
    [{}, 'profile'],
    [{ name: undefined }, 'profile/name'],
    [{ name: ' \u200b ' }, 'profile/name'],
    [{ name: 'x'.repeat(81) }, 'profile/name'],
    [{ building: 'x'.repeat(100_000) }, 'profile/building'],
    [{ floor: 4 }, 'profile/floor'],
    [{ capacity: 10_001 }, 'profile/capacity'],
    [{ capacity: 1.5 }, 'profile/capacity'],
    [{ capacity: '8' }, 'profile/capacity'],
    [{ groups: ['west', ' west'] }, 'profile/groups'],
    [{ groups: ['west', ''] }, 'profile/groups/1'],
    [{ groups: Array.from({ length: 21 }, (_, index) => `g${index}`) }, 'profile/groups'],
    [{ timeZone: 'Europe/Atlantis' }, 'profile/timeZone'],
    [{ timeZone: '+01:00' }, 'profile/timeZone'],
    [{ timeZone: '' }, 'profile/timeZone'],
    [{ meetingMode: 'zoom' }, 'profile/meetingMode'],
    [{ expectedDisplays: 0 }, 'profile/expectedDisplays'],
    [{ expectedDisplays: 17 }, 'profile/expectedDisplays'],
    [{ enrolment: 'enrolled', floor: '4' }, 'profile'],
  ])('%j is refused where the fault is', (profile, path) => {
    const read = actionPayload.safeParse(every(profile));
    expect(read.error?.issues.map((issue) => issue.path.join('/'))).toEqual([path]);
  });
});
