import { describe, expect, it } from 'vitest';
import { subPagePath } from './deepLink.ts';
import { parseHostTheme, parseThemeChoice, resolveTheme } from './theme.ts';

describe('subPagePath', () => {
  it.each([
    ['tickets/1042-7', '/tickets/1042-7'],
    ['/tickets/1042-7?face=history', '/tickets/1042-7?face=history'],
    ['1042-7', '/tickets/1042-7'],
    ['rooms/room-12', '/rooms/room-12'],
    ['room-12', '/rooms/room-12'],
    ['rooms?health=unhealthy', '/rooms?health=unhealthy'],
    ['?state=needsAction', '/?state=needsAction'],
  ])('maps %s to %s', (subPage, path) => {
    expect(subPagePath(subPage)).toBe(path);
  });

  it.each([undefined, '', '//evil.example', 'https://evil.example/', 'rooms/../x', 'nonsense'])(
    'leads %s nowhere',
    (subPage) => {
      expect(subPagePath(subPage)).toBeNull();
    },
  );
});

describe('themes', () => {
  it('maps each theme of Teams, and an unknown one to light', () => {
    expect(['default', 'dark', 'contrast', 'glass', 'new'].map(parseHostTheme)).toEqual([
      'light',
      'dark',
      'contrast',
      'dark',
      'light',
    ]);
  });

  it('follows the choice before the system', () => {
    const system = { dark: true, contrast: false };
    expect(resolveTheme('system', system)).toBe('dark');
    expect(resolveTheme('system', { ...system, contrast: true })).toBe('contrast');
    expect(resolveTheme('light', { ...system, contrast: true })).toBe('light');
    expect(parseThemeChoice('purple')).toBe('system');
  });
});
