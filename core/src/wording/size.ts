/** Sizes of files in words. */

const units = ['kB', 'MB', 'GB'] as const;

/** `240 kB`, `1.5 MB`: in steps of 1024, with one decimal below ten of a unit above kB. */
export function formatSize(bytes: number): string {
  if (!(bytes >= 1)) return '0 bytes';
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${Math.round(bytes)} bytes`;
  let size = bytes / 1024;
  let step = 0;
  // A value that rounds to 1024 of a unit is shown as 1 of the next unit.
  while (Math.round(size) >= 1024 && step < units.length - 1) {
    size /= 1024;
    step += 1;
  }
  const said = step > 0 && size < 9.95 ? Math.round(size * 10) / 10 : Math.round(size);
  return `${said} ${units[step]}`;
}
