/**
 * Whether a picture can be decoded completely: an `img` shows only a part, or nothing, of a damaged
 * picture.
 */

/** Decodes the whole picture once. */
export function isCompleteImage(picture: Blob): Promise<boolean> {
  return createImageBitmap(picture).then(
    (bitmap) => {
      bitmap.close();
      return true;
    },
    () => false,
  );
}
