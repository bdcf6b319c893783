import { describe, expect, it } from 'vitest';
import { droppedFiles, pastedFiles } from './chosenFiles.ts';

const file = (name: string) => new File(['x'], name);
const now = new Date(2026, 10, 22, 8, 0, 5);

function itemOf(kind: string, content: File | null, isDirectory: boolean) {
  return { kind, getAsFile: () => content, webkitGetAsEntry: () => ({ isDirectory }) };
}

describe('droppedFiles', () => {
  it('distinguishes folders from files, and ignores text', () => {
    const items = [
      itemOf('file', file('a.png'), false),
      itemOf('file', file('logs'), true),
      itemOf('string', null, false),
    ];
    const { files, folders } = droppedFiles({ items } as unknown as DataTransfer);
    expect(files.map(({ name }) => name)).toEqual(['a.png']);
    expect(folders).toBe(1);
  });
});

describe('pastedFiles', () => {
  it('names pictures by time, because the clipboard gives every picture the same name', () => {
    const files = [file('image.png'), file('plan.pdf'), file('image.png')];
    const pasted = pastedFiles({ files } as unknown as DataTransfer, now);
    expect(pasted.map(({ name }) => name)).toEqual([
      'Pasted 2026-11-22 08.00.05.png',
      'plan.pdf',
      'Pasted 2026-11-22 08.00.05 (3).png',
    ]);
  });

  it('finds no file in a clipboard that contains only text', () => {
    expect(pastedFiles(null, now)).toEqual([]);
  });
});
