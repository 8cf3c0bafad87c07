import { inkOfPicture } from '../../../src/util/drawing/inkOfPicture';
import type { GreyImage } from '../../../src/util/drawing/asDigit';
import { SHEET } from './layers';
import { canvasOf } from './paper';

/** A larger file is no picture of a digit. */
const MOST_BYTES = 20_000_000;

export interface PictureTarget {
  /** Whether the sheet is shown: a paste anywhere in the page is meant for it then. */
  readonly isShown: () => boolean;
  readonly put: (ink: GreyImage) => void;
  /** Says why a picture was not taken. */
  readonly refuse: (reason: string) => void;
}

/** Takes pictures that are pasted, or dropped on an element. */
export function takePictures(dropZone: HTMLElement, { isShown, put, refuse }: PictureTarget): void {
  const take = (files: FileList | undefined): void => {
    const picture = [...(files ?? [])].find(({ type }) => type.startsWith('image/'));
    if (!picture) return refuse('That is no picture: a PNG, a JPEG or another picture file can be pasted or dropped.');
    inkOf(picture).then(put, (error: unknown) => refuse(`The picture cannot be read: ${String(error)}.`));
  };
  document.addEventListener('paste', event => {
    const files = event.clipboardData?.files;
    if (!isShown() || event.target instanceof HTMLTextAreaElement || !files || files.length === 0) return;
    event.preventDefault();
    take(files);
  });
  dropZone.addEventListener('dragover', event => {
    event.preventDefault();
    dropZone.classList.add('dropping');
  });
  dropZone.addEventListener('dragleave', () => dropZone.classList.remove('dropping'));
  dropZone.addEventListener('drop', event => {
    event.preventDefault();
    dropZone.classList.remove('dropping');
    take(event.dataTransfer?.files);
  });
}

/** The ink of a picture, as large as it fits on the sheet. */
async function inkOf(file: File): Promise<GreyImage> {
  if (file.size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES / 1e6} MB`);
  const bitmap = await createImageBitmap(file);
  const scale = SHEET / Math.max(bitmap.width, bitmap.height);
  const [width, height] = [bitmap.width, bitmap.height].map(side => Math.max(1, Math.round(side * scale))) as [number, number];
  const context = canvasOf(width, height, { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return inTheMiddle(inkOfPicture({ width, height, rgba: context.getImageData(0, 0, width, height).data }));
}

/** On a sheet of its own, with paper on either side. */
function inTheMiddle({ width, height, pixels }: GreyImage): GreyImage {
  const sheet = new Uint8Array(SHEET * SHEET);
  const [left, top] = [Math.floor((SHEET - width) / 2), Math.floor((SHEET - height) / 2)];
  for (let row = 0; row < height; row++) sheet.set(pixels.subarray(row * width, (row + 1) * width), (top + row) * SHEET + left);
  return { width: SHEET, height: SHEET, pixels: sheet };
}
