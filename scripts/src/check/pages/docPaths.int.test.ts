import { describe, expect, it } from 'vitest';
import { root } from '../../root.ts';
import { docPathFaults, findMissing } from './docPaths.ts';

const exists = (name: string) => name === 'core/src/room.ts' || name === 'core/src/signals/';

describe('paths in pages', () => {
  it('exist in this repository', async () => {
    expect(await docPathFaults(root)).toEqual([]);
  });

  it('are accepted where the file or the folder exists', () => {
    expect(findMissing('See `core/src/room.ts` and core/src/signals/.', exists)).toEqual([]);
  });

  it('are found with their line where they do not exist', () => {
    expect(findMissing('First.\nSee [it](core/src/rooms.ts), `tab/src/views/`.', exists)).toEqual([
      { line: 2, name: 'core/src/rooms.ts' },
      { line: 2, name: 'tab/src/views/' },
    ]);
  });

  it('are not looked for in results of a build and in names with a placeholder', () => {
    const text = '`agent/dist/agent.cjs`, `env/.env.dev`, `tab/src/<page>/`, other/core/src/x.ts';
    expect(findMissing(text, (name) => name === 'tab/src/')).toEqual([]);
  });
});
