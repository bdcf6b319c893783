import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commandIds } from '../../../bot/src/chat/search/find.ts';
import { createNameIndex } from '../../../bot/src/chat/understanding/names/nameIndex.ts';
import { understand } from '../../../bot/src/chat/understanding/understand.ts';
import { root } from '../root.ts';
import { manifestFaults } from './manifest.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'manifest-'));
  for (const file of ['manifest.json', 'de.json', 'color.png', 'outline.png'])
    await cp(`${root}appPackage/${file}`, path.join(folder, file));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function change(before: string, after: string): Promise<void> {
  const file = path.join(folder, 'manifest.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(before, after));
}

describe('manifestFaults', () => {
  it('finds none in the app package', async () => {
    expect(await manifestFaults(folder)).toEqual([]);
  });

  it('names what the schema does not take', async () => {
    await change('"accentColor": "#2B5F75"', '"accentColor": "teal"');
    expect((await manifestFaults(folder)).join()).toMatch(/accentColor/);
  });

  it('names a placeholder that no deployment fills', async () => {
    await change('{TAB_DOMAIN}', '{TAB_DOMAINE}');
    expect(await manifestFaults(folder)).toEqual(['manifest.json: nobody fills TAB_DOMAINE.']);
  });

  it('names icons that are missing, of the wrong size, or no PNG', async () => {
    await rm(path.join(folder, 'color.png'));
    await cp(`${root}appPackage/color.png`, path.join(folder, 'outline.png'));
    expect(await manifestFaults(folder)).toEqual([
      'color.png is missing.',
      'outline.png is 192×192; Teams requires 32×32.',
    ]);
    await writeFile(path.join(folder, 'color.png'), 'no picture at all');
    expect(await manifestFaults(folder)).toContain('color.png is no PNG.');
  });

  it('names an outline that is not white on nothing', async () => {
    for (const [rgba, colorType, fault] of [
      [[255, 0, 0, 255], 6, /1024 pixels that are not white[\s\S]*transparent background/],
      [[0, 0, 0, 0], 6, /transparent background/],
      // A format without transparency.
      [[255, 255, 255, 255], 2, /transparent background/],
    ] as const) {
      await writeFile(path.join(folder, 'outline.png'), plainPng(32, rgba, colorType));
      expect((await manifestFaults(folder)).join('\n')).toMatch(fault);
    }
  });

  it('names texts that a language lacks, that nothing shows, or that are too long', async () => {
    const file = path.join(folder, 'de.json');
    const texts = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    const { 'name.full': _, ...others } = texts;
    const changed = {
      ...others,
      'name.short': 'x'.repeat(31),
      'staticTabs[1].name': 'Unterhaltung',
    };
    await writeFile(file, JSON.stringify(changed));
    expect(await manifestFaults(folder)).toEqual([
      'de.json has no text for name.full.',
      'de.json: the manifest has no staticTabs[1].name.',
      'de.json: name.short is longer than 30 characters.',
    ]);
    await rm(file);
    expect(await manifestFaults(folder)).toEqual(['de.json is missing.']);
  });

  it('names texts of the message extension that a language lacks', async () => {
    const file = path.join(folder, 'de.json');
    const texts = JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    const lacking = [
      'composeExtensions[0].commands[0].title',
      'composeExtensions[0].commands[1].parameters[0].description',
    ];
    const others = Object.fromEntries(
      Object.entries(texts).filter(([key]) => !lacking.includes(key)),
    );
    await writeFile(file, JSON.stringify(others));
    expect(await manifestFaults(folder)).toEqual(
      lacking.map((key) => `de.json has no text for ${key}.`),
    );
  });

  it('declares searches that the bot understands, and shows something before anything is typed', async () => {
    const manifest = JSON.parse(await readFile(`${root}appPackage/manifest.json`, 'utf8'));
    const [{ botId, commands, messageHandlers }] = manifest.composeExtensions;
    expect(botId).toBe(manifest.bots[0].botId);
    const ids = commands.map(({ id, initialRun }: { id: string; initialRun: boolean }) => [
      id,
      initialRun,
    ]);
    expect(ids).toEqual(commandIds.map((id) => [id, true]));
    expect(messageHandlers[0].value.domains).toEqual(manifest.validDomains);
  });

  it('lists commands that the bot understands, in every scope', async () => {
    const manifest = JSON.parse(await readFile(`${root}appPackage/manifest.json`, 'utf8'));
    const world = {
      names: createNameIndex([]),
      people: [],
      speaker: 'Mara',
      ticket: () => null,
      ticketsOf: () => [],
      isSuppressed: () => false,
    };
    const setting = { now: '2026-11-30T15:00:00.000Z', timeZone: 'UTC', dayBegins: '08:00' };
    for (const { commands } of manifest.bots[0].commandLists) {
      const titles: string[] = commands.map(({ title }: { title: string }) => title);
      expect(titles.length).toBeLessThanOrEqual(12);
      for (const title of titles) {
        const { intent, question } = understand(title, world, setting);
        // A command alone may ask for its target: then it names what it would do.
        expect([title, question?.meant ?? intent]).not.toEqual([title, 'unknown']);
        expect([title, intent === 'clarify' && !question?.meant]).toEqual([title, false]);
      }
    }
  });
});

/** A square PNG of one colour. */
function plainPng(size: number, rgba: readonly number[], colorType: 2 | 6 = 6): Buffer {
  const image = new PNG({ width: size, height: size });
  image.data.set(Array.from({ length: size * size }, () => rgba).flat());
  return PNG.sync.write(image, { colorType });
}
