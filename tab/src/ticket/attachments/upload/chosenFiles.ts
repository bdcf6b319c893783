/** Converts chosen, dropped or pasted items to files. Folders cannot be sent. */
import type { NamedFile } from './uploads.ts';

export type Chosen = { readonly files: readonly NamedFile[]; readonly folders: number };

/** Files from a file input. */
export function toNamedFiles(list: FileList | null): readonly NamedFile[] {
  return [...(list ?? [])].map((file) => ({ file, name: file.name }));
}

/** Files from a drag. A folder looks like an unreadable file, so it is detected here. */
export function droppedFiles(transfer: DataTransfer): Chosen {
  const items = [...transfer.items].filter((item) => item.kind === 'file');
  const isFolder = (item: DataTransferItem) => item.webkitGetAsEntry()?.isDirectory ?? false;
  const files = items.flatMap((item) => {
    const file = isFolder(item) ? null : item.getAsFile();
    return file ? [{ file, name: file.name }] : [];
  });
  return { files, folders: items.filter(isFolder).length };
}

/** Files from the clipboard, where every picture has the name `image.png`: the new name contains the time. */
export function pastedFiles(clipboard: DataTransfer | null, now: Date): readonly NamedFile[] {
  return [...(clipboard?.files ?? [])].map((file, index) => ({
    file,
    name: /^image\.\w+$/.test(file.name) ? pastedFileName(file.name, now, index) : file.name,
  }));
}

/**
 * `Pasted 2026-11-22 08.00.05.png`, in the local time of the person. Contains only characters that file
 * systems allow.
 */
export function pastedFileName(name: string, now: Date, index: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const clock = [now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join('.');
  const ending = name.slice(name.lastIndexOf('.'));
  return `Pasted ${day} ${clock}${index === 0 ? '' : ` (${index + 1})`}${ending}`;
}
