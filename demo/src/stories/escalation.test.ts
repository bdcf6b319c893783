import { noSettings, type RuleSettings } from '@rooms-pro/core';
import { describe, expect, it } from 'vitest';
import { findEscalation, withEscalation } from './escalation.ts';

const type = 'default-speaker';
const theirs: RuleSettings = {
  ...noSettings,
  groups: {
    Boardrooms: {
      remindBeforeMs: 60_000,
      rules: { camera: { isOn: false }, [type]: { isOn: true } },
    },
    'Mill Lane': { rules: { [type]: { escalatesAfterMs: null } } },
  },
};

describe('the escalation of a room group', () => {
  it.each(['Tower North', 'Boardrooms', 'Mill Lane'])(
    'is set in %s and put back without a trace',
    (group) => {
      const before = findEscalation(theirs, group, type);
      const set = withEscalation(theirs, group, type, 5_000);
      expect(findEscalation(set, group, type)).toBe(5_000);
      expect(withEscalation(set, group, type, before)).toEqual(theirs);
    },
  );

  it('changes nothing else', () => {
    const set = withEscalation(theirs, 'Boardrooms', type, 5_000);
    expect(set.groups['Boardrooms']).toEqual({
      remindBeforeMs: 60_000,
      rules: { camera: { isOn: false }, [type]: { isOn: true, escalatesAfterMs: 5_000 } },
    });
    expect(set.groups['Mill Lane']).toEqual(theirs.groups['Mill Lane']);
  });
});
