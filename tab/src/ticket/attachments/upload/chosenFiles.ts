/** What a person chose, dropped or pasted, as files to be sent; folders cannot be. */
import type { NamedFile } from './uploads.ts';

export type Chosen = { readonly files: readonly NamedFile[]; readonly folders: number };

/** From a file input. */
export function filesOf(list: FileList | null): readonly NamedFile[] {
  return [...(list ?? [])].map((file) => ({ file, name: file.name }));
}

/** From a drag: a folder looks like a file that cannot be read, so it is told apart here. */
export function droppedFiles(transfer: DataTransfer): Chosen {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry()?.isDirectory ?? false;
  const files = items.flatMap((item) => {
    const file = isFolder(item) ? null : item.getAsFile();
    return file ? [{ file, name: file.name }] : [];
  });
  return { files, folders: items.filter(isFolder).length };
}

/** From the clipboard. Every picture in there is called `image.png`: named after when it was pasted. */
export function pastedFiles(clipboard: DataTransfer | null, now: Date): readonly NamedFile[] {
  return [...(clipboard?.files ?? [])].map((file, index) => ({
    file,
    name: /^image\.\w+$/.test(file.name) ? nameOfPasted(file.name, now, index) : file.name,
  }));
}

/** `Pasted 2026-11-22 08.00.05.png`, by the clock of the person; no sign in it that a disk refuses. */
export function nameOfPasted(name: string, now: Date, index: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('.');
  const ending = name.slice(name.lastIndexOf('.'));
  return `Pasted ${day} ${clock}${index === 0 ? '' : ` (${index + 1})`}${ending}`;
}
