import { describe, expect, it } from 'vitest';
import { detectFileKind, formatName } from './fileKind.ts';

describe('sayName', () => {
  it('keeps markup as text', () => {
    expect(formatName('<img src=x onerror=alert(1)>.png')).toBe('<img src=x onerror=alert(1)>.png');
  });

  it('removes characters that change the reading direction or break the line', () => {
    expect(formatName('photo\u202egpj.exe')).toBe('photogpj.exe');
    expect(formatName('a\r\nb\u0000\u200bc.txt')).toBe('a b c.txt');
  });

  it('keeps the end of a long name, and never half a character', () => {
    const said = formatName(`${'😀'.repeat(200)}.tar.gz`);
    expect([...said]).toHaveLength(90);
    expect(said).toMatch(/^😀+…😀+\.tar\.gz$/u);
  });

  it('keeps joiners of letters and emoji', () => {
    for (const name of ['می\u200cخواهم.pdf', '👨\u200d👩\u200d👧.jpg'])
      expect(formatName(name)).toBe(name);
  });

  it.each(['', '  ', '..', '\u202e'])('shows %j as a file', (name) =>
    expect(formatName(name)).toBe('file'),
  );
});

describe('detectFileKind', () => {
  it.each([
    ['Foto.JPG', 'image'],
    ['clip.mov', 'video'],
    ['srs-app.evtx', 'log'],
    ['logs.tar.gz', 'archive'],
    ['plan.pdf', 'document'],
    ['echo.wav', 'sound'],
    ['png', 'other'],
    ['trap.png.exe', 'other'],
    ['', 'other'],
  ])('detects %j as %s', (name, kind) => expect(detectFileKind(name)).toBe(kind));
});
