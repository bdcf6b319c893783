/** Whether a picture can be read to its end: an `img` shows the first half, or nothing, of a broken one. */

/** Reads all of it once. */
export function isCompleteImage(picture: Blob): Promise<boolean> {
  return createImageBitmap(picture).then(
    (bitmap) => {
      bitmap.close();
      return true;
    },
    () => false,
  );
}
